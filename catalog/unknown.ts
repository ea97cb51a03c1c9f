/** Stands in plain data for a value that is not known before the update. Never a string: it cannot be taken for a tag or an image. */
export const UNKNOWN: unique symbol = Symbol.for("pulumi-gpu.unknown");
export type Unknown = typeof UNKNOWN;

export const isUnknown = (value: unknown): value is Unknown => value === UNKNOWN;

/** How the Pulumi engine writes an unknown value in JSON and on the wire. */
export const PULUMI_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
