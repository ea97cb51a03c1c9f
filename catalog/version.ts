/** The same few hundred versions are compared again and again; texts from outside must not grow the memory without end. */
const KNOWN = new Map<string, readonly number[]>();
const MOST_KNOWN = 4096;

/** Numbers of a dotted version; a leading `v`, and whatever follows `+`, `-` or the first part that is no number, is left out. */
function parts(version: string): readonly number[] {
  const known = KNOWN.get(version);
  if (known) return known;
  const numbers: number[] = [];
  for (const part of version.trim().replace(/^v/i, "").split(/[+-]/, 1)[0]?.split(".") ?? []) {
    const digits = /^\d+/.exec(part);
    if (!digits) break;
    numbers.push(Number(digits[0]));
    if (digits[0].length !== part.length) break;
  }
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  KNOWN.set(version, numbers);
  return numbers;
}

/** Negative, zero or positive, part by part as numbers; a missing part counts as zero, so `535` equals `535.0`. */
export function compareVersions(left: string, right: string): number {
  const a = parts(left);
  const b = parts(right);
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The version starts with a number, so that comparing it means something. */
export const isVersion = (version: string): boolean => parts(version).length > 0;

/** `major.minor` of a CUDA version or compute capability: `12.8.0.038` gives `12.8`; undefined without a minor part. */
export function minorOf(version: string): string | undefined {
  const [major, minor] = parts(version);
  return major === undefined || minor === undefined ? undefined : `${major}.${minor}`;
}

/** Driver branch: `580.159.03`, `580` and `R580` give `580`; undefined where there is none. */
export const branchOf = (driver: string): string | undefined => /^\s*[rv]?(\d{3,})(?:\.|\s*$)/i.exec(driver)?.[1];
