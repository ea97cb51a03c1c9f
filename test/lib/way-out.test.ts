import { expect, it } from "vitest";
import { Problems } from "../../lib/invalid";
import { checkWayOut } from "../../lib/way-out";

const problems = (wayOut: Parameters<typeof checkWayOut>[0], prefix?: string) => {
  const found = new Problems();
  checkWayOut(wayOut, found, prefix);
  return found.found.map(({ propertyPath, reason }) => `${propertyPath}: ${reason}`);
};
const CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

it("takes a proxy, hosts without it and a bundle", () => {
  const proxy = { http: "http://proxy.internal:3128", https: "https://proxy.internal", noProxy: [".internal", "10.0.0.0/8", "[fd00::1]"] };
  expect(problems({ proxy, caBundle: CERTIFICATE })).toEqual([]);
});

it("says each problem under the caller's path, and repeats no value", () => {
  const proxy = { http: "http://user:canary@proxy:3128", https: "http://proxy/$(canary)", noProxy: ["ok", "not ok"] };
  expect(problems({ proxy, caBundle: `${CERTIFICATE}-----BEGIN PRIVATE KEY-----canary` }, "network.")).toEqual([
    "network.proxy.http: holds a user name or password, which user data would show; let the proxy admit the VPC's addresses instead",
    "network.proxy.https: must not hold quotes, spaces, backslashes, percent or dollar signs",
    "network.proxy.noProxy[1]: must be a host name, a domain like .internal, an address or a network",
    "network.caBundle: holds a private key; pass the certificates alone",
  ]);
});

it.each([
  [{ proxy: { http: "proxy" } }, "proxy.http: is no http or https address such as http://proxy.internal:3128"],
  [{ proxy: { http: "socks5://proxy:1080" } }, "proxy.http: is no http or https address such as http://proxy.internal:3128"],
  [{ caBundle: "/etc/ssl/ca.pem" }, "caBundle: holds no certificate; pass the text of a PEM file, not its path"],
  [
    { caBundle: CERTIFICATE + "x".repeat(8192) },
    `caBundle: at most 8192 characters fit into user data, got ${8192 + CERTIFICATE.length}; pass your own authorities alone`,
  ],
])("refuses %j", (wayOut, problem) => {
  expect(problems(wayOut)).toEqual([problem]);
});
