import type { Problems } from "./invalid";

export interface HostProxy {
  /**
   * For calls over http.
   * @default none
   * @example "http://proxy.internal:3128"
   */
  http?: string;
  /**
   * For calls over https, which are nearly all.
   * @default none
   * @example "http://proxy.internal:3128"
   */
  https?: string;
  /**
   * Hosts reached without the proxy.
   * @default the metadata service and loopback, which are always added
   */
  noProxy?: string[];
}

/** How a machine reaches the outside where the network does not let it go by itself. */
interface WayOut {
  readonly proxy?: HostProxy;
  readonly caBundle?: string;
}

/** User data ends at 16 KiB before encoding, and the rest of cloud-init needs its share. */
const LONGEST_BUNDLE = 8192;

/** Notes what proxy and CA bundle cannot be. `prefix` stands before the property paths, such as `network.`; no value is repeated: it may hold a password. */
export function checkWayOut({ proxy = {}, caBundle }: WayOut, problems: Problems, prefix = ""): void {
  for (const key of ["http", "https"] as const) {
    const reason = proxy[key] === undefined ? undefined : addressProblem(proxy[key]);
    if (reason !== undefined) problems.add(`${prefix}proxy.${key}`, reason);
  }
  proxy.noProxy?.forEach((host, index) => {
    if (!/^[A-Za-z0-9.*:/[\]-]+$/.test(host))
      problems.add(`${prefix}proxy.noProxy[${index}]`, "must be a host name, a domain like .internal, an address or a network");
  });
  const reason = caBundle === undefined ? undefined : bundleProblem(caBundle);
  if (reason !== undefined) problems.add(`${prefix}caBundle`, reason);
}

function addressProblem(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !["http:", "https:"].includes(url.protocol)) return "is no http or https address such as http://proxy.internal:3128";
  if (url.username !== "" || url.password !== "")
    return "holds a user name or password, which user data would show; let the proxy admit the VPC's addresses instead";
  // The address is written into the settings of the shell, systemd, docker and apt.
  if (/["'$`\\\s%]/.test(address)) return "must not hold quotes, spaces, backslashes, percent or dollar signs";
  return undefined;
}

function bundleProblem(bundle: string): string | undefined {
  if (bundle.includes("PRIVATE KEY")) return "holds a private key; pass the certificates alone";
  if (!bundle.includes("-----BEGIN CERTIFICATE-----")) return "holds no certificate; pass the text of a PEM file, not its path";
  if (bundle.length > LONGEST_BUNDLE)
    return `at most ${LONGEST_BUNDLE} characters fit into user data, got ${bundle.length}; pass your own authorities alone`;
  return undefined;
}
