/** Types whose content only their provider can see: charts and manifests that it renders itself. */
const OPAQUE = [
  /^kubernetes:helm\.sh\/v\d+:(Release|Chart)$/,
  /^kubernetes:(yaml|kustomize)(\/v\d+)?:/,
  /^aws:cloudformation\/stack:Stack$/,
];

export const isOpaque = (type: string): boolean => OPAQUE.some((pattern) => pattern.test(type));
