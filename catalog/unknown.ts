/** Stands in plain data for a value that is not known before the update. Never a string: it cannot be taken for a tag or an image. */
export const UNKNOWN: unique symbol = Symbol.for("pulumi-gpu.unknown");
export type Unknown = typeof UNKNOWN;

export const isUnknown = (value: unknown): value is Unknown => value === UNKNOWN;

/** How the Pulumi engine writes an unknown value in JSON and on the wire. */
export const PULUMI_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Its forms for every kind of value (string, boolean, number, list, asset, archive, object), as the SDKs write them. */
export const PULUMI_UNKNOWNS: ReadonlySet<string> = new Set([
  PULUMI_UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);
