import type { Problems } from "../../lib/invalid";
import type { HostProxy } from "../host/gpu-instance-args";

/** Notes what is wrong with a proxy. */
export function checkProxy(proxy: HostProxy | undefined, problems: Problems): void {
  for (const key of ["http", "https"] as const) {
    const value = proxy?.[key];
    if (value === undefined) continue;
    const url = URL.canParse(value) ? new URL(value) : undefined;
    // The value is not repeated: it may hold a password.
    if (!url || !["http:", "https:"].includes(url.protocol))
      problems.add(`proxy.${key}`, "is no http or https address such as http://proxy.internal:3128");
    else if (url.username !== "" || url.password !== "")
      problems.add(
        `proxy.${key}`,
        "holds a user name or password, which user data would show; let the proxy admit the VPC's addresses instead",
      );
  }
}

/** Notes a CA bundle that is none, or that brings a private key along. */
export function checkCaBundle(caBundle: string | undefined, problems: Problems): void {
  if (caBundle === undefined) return;
  if (caBundle.includes("PRIVATE KEY")) problems.add("caBundle", "holds a private key; pass the certificates alone");
  else if (!caBundle.includes("-----BEGIN CERTIFICATE-----"))
    problems.add("caBundle", "holds no certificate; pass the text of a PEM file, not its path");
  // User data ends at 16 KiB before encoding, and the rest of cloud-init needs its share.
  else if (caBundle.length > 8192)
    problems.add("caBundle", `at most 8192 characters fit into user data, got ${caBundle.length}; pass your own authorities alone`);
}
