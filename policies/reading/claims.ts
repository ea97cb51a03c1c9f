import { isUnknown, TAG, UNKNOWN, type Unknown } from "../../catalog";
import { at, type Dictionary, isDictionary, pathOf } from "./value";

type ClaimName = keyof typeof TAG;

/** One claim of a host, with the property that carries it. */
export interface Claim {
  readonly path: string;
  readonly value: string | Unknown;
}

export type Claims = Readonly<Partial<Record<ClaimName, Claim>>>;

/** Short codes only: what does not look like one is no claim of ours, and must not reach a message. */
const FORMS: Readonly<Partial<Record<ClaimName, RegExp>>> = {
  driver: /^\d{3,4}(?:\.\d+){0,2}$/,
  cuda: /^\d{1,2}\.\d{1,2}(?:\.\d+)?$/,
  ami: /^[a-z0-9][a-z0-9.@/-]*$/,
  types: /^[a-z0-9.-]+(?: [a-z0-9.-]+)*$/,
  capacity: /^(?:spot|on-demand|spot-then-on-demand)$/,
  override: /^[0-9a-f]{12}$/,
};

/** The claims among the tags at `steps`; tags that are unknown as a whole leave every claim unknown. */
export function claimsAt(props: Dictionary, ...steps: readonly (string | number)[]): Claims {
  const tags = at(props, ...steps);
  const claims: Partial<Record<ClaimName, Claim>> = {};
  if (!isDictionary(tags)) return claims;
  for (const [name, key] of Object.entries(TAG) as [ClaimName, string][]) {
    const value = Object.hasOwn(tags, key) ? tags[key] : undefined;
    const path = pathOf([...steps, key]);
    if (isUnknown(value)) claims[name] = { path, value: UNKNOWN };
    else if (typeof value === "string") {
      // A fact may be written with its origin behind it: `12.8 (catalog)`.
      const plain = name === "driver" || name === "cuda" ? (value.split(" ", 1)[0] ?? value) : value;
      if (FORMS[name]?.test(plain) ?? true) claims[name] = { path, value: plain };
    }
  }
  return claims;
}

/** The instance's own tags of a launch template win over those of the template itself. */
export function templateClaims(props: Dictionary): Claims {
  const specifications = at(props, "tagSpecifications");
  const list = Array.isArray(specifications) ? specifications : [];
  const index = list.findIndex((specification) => at(specification, "resourceType") === "instance");
  return { ...claimsAt(props, "tags"), ...(index < 0 ? {} : claimsAt(props, "tagSpecifications", index, "tags")) };
}

export const claimText = (claim: Claim | undefined): string | undefined =>
  claim === undefined || isUnknown(claim.value) ? undefined : claim.value;
