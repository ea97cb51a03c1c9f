import { AMI_FAMILIES, type AmiName, amiReleases } from "../../catalog";
import type { Context } from "../rule";

/** What is known of a machine image: its name in the catalog or among the declared rows, and drivers that the lock states. */
export interface KnownAmi {
  readonly name: AmiName;
  /** Driver per EC2 family, `*` for the rest. */
  readonly drivers?: Readonly<Record<string, string>>;
  /** ISO date after which AWS lists it no longer. */
  readonly deprecation?: string;
  /** For messages: a value of the catalog or of the project's own files. */
  readonly title: string;
}

/** An AMI by its id, or by the exact public parameter that resolves to it; undefined where neither lock, declared rows nor catalog know it. */
export function knownAmi(imageId: string, { lock, declared }: Context): KnownAmi | undefined {
  for (const [key, { regions, drivers, family, release, kubernetes }] of Object.entries(lock?.amis ?? {})) {
    const region = Object.values(regions).find(({ id }) => id === imageId);
    if (!region) continue;
    const name = { family, release, ...(kubernetes === undefined ? {} : { kubernetes }) };
    return {
      name,
      title: key,
      ...(drivers === undefined ? {} : { drivers }),
      ...(region.deprecation === undefined ? {} : { deprecation: region.deprecation }),
    };
  }
  const own = [...(declared?.amis ?? []), ...(lock?.declared.amis ?? [])].find(({ ami }) => ami === imageId);
  // The verdict finds a declared row by its id in the place of the release.
  if (own) return { name: { family: "declared", release: own.ami }, title: own.ami };
  return fromParameter(imageId) ?? byId().get(imageId);
}

let ids: ReadonlyMap<string, KnownAmi> | undefined;

function byId(): ReadonlyMap<string, KnownAmi> {
  ids ??= new Map(
    [...amiReleases().values()].flatMap((rows) =>
      rows.flatMap(({ key, family, release, kubernetes, ids: regions }) => {
        const known: KnownAmi = { name: { family, release, ...(kubernetes === undefined ? {} : { kubernetes }) }, title: key };
        return Object.values(regions ?? {}).map((id) => [id, known] as const);
      }),
    ),
  );
  return ids;
}

const PARAMETER = /^resolve:ssm:/;

let patterns: readonly { readonly family: string; readonly pattern: RegExp }[] | undefined;

/** `resolve:ssm:` of a parameter of one exact release; those of EKS and Bottlerocket exist, Deep Learning AMIs have only `latest`. */
function fromParameter(imageId: string): KnownAmi | undefined {
  if (!PARAMETER.test(imageId)) return undefined;
  patterns ??= Object.values(AMI_FAMILIES).flatMap(({ family, ssmParameter }) => {
    if (ssmParameter === undefined) return [];
    const text = ssmParameter.replace(/[.+?^$()|[\]\\]/g, "\\$&");
    const seen = new Set<string>();
    const pattern = text.replace(/\{(release|kubernetes)\}/g, (_, name: string) => {
      if (seen.has(name)) return `\\k<${name}>`;
      seen.add(name);
      return `(?<${name}>${name === "release" ? "\\d[\\d.]*" : "\\d+\\.\\d+"})`;
    });
    return [{ family, pattern: new RegExp(`^${pattern}$`) }];
  });
  const parameter = imageId.replace(PARAMETER, "").replace(/:\d+$/, "");
  for (const { family, pattern } of patterns) {
    const { release, kubernetes } = pattern.exec(parameter)?.groups ?? {};
    if (release === undefined || release === "latest") continue;
    const name = { family, release, ...(kubernetes === undefined ? {} : { kubernetes }) };
    return { name, title: `${family}@${release}${kubernetes === undefined ? "" : `/${kubernetes}`}` };
  }
  return undefined;
}
