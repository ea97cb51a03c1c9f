import type { ImageUses } from "./image-uses";
import type { Dictionary } from "./value";

export const HELM_RELEASE = "kubernetes:helm.sh/v3:Release";

/** What a Helm release would run. A chart renders on the provider's side, so only charts whose values we know can be read. */
export function helmImagesOf(_props: Dictionary): ImageUses {
  return { uses: [], unseen: [{ path: "chart", why: "a Helm release, rendered by the provider: what it runs cannot be seen here" }] };
}
