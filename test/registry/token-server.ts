import { execFileSync } from "node:child_process";
import { createHash, createPublicKey, createSign, type KeyObject, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { part } from "../rig/home";

/** A server that gives tokens as the distribution spec has it: the registry trusts its signature, and knows nothing else of it. */
export interface TokenServer {
  readonly realm: string;
  readonly service: string;
  readonly issuer: string;
  /** PEM file that the registry is given. */
  readonly certificate: string;
  /** What it was asked: method, scopes, and with which login. */
  readonly asked: { readonly method: string; readonly scope: string; readonly login: string }[];
  /** Seconds that a token is good for. */
  lifetime: number;
  stop(): Promise<void>;
}

export interface TokenUsers {
  /** `name:password` of who may push. Everyone may pull from `public/`. */
  readonly pusher: string;
  /** Identity token that stands for the pusher. */
  readonly identityToken: string;
}

export async function startTokenServer(folder: string, { pusher, identityToken }: TokenUsers): Promise<TokenServer> {
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  execFileSync(
    part("images", "/usr/bin/openssl"),
    ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=tokens", "-keyout", key, "-out", certificate],
    { stdio: "ignore" },
  );
  const [service, issuer] = ["registry of the tests", "tokens of the tests"];
  const sign = signer(readFileSync(key, "utf8"), issuer, service);
  const asked: TokenServer["asked"] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      const query = new URL(request.url ?? "/", "http://tokens").searchParams;
      const scope = query.get("scope") ?? form.get("scope") ?? "";
      const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? "")?.[1];
      const login = basic ? Buffer.from(basic, "base64").toString() : (form.get("refresh_token") ?? "");
      asked.push({ method: request.method ?? "", scope, login });
      const known =
        login === pusher || (request.method === "POST" && form.get("grant_type") === "refresh_token" && login === identityToken);
      if (login !== "" && !known) return response.writeHead(401).end('{"errors":[{"code":"UNAUTHORIZED"}]}');
      const [type = "", name = "", actions = ""] = scope.split(":");
      const granted = known ? actions.split(",") : name.startsWith("public/") ? ["pull"] : [];
      const access = granted.length > 0 ? [{ type, name, actions: granted }] : [];
      const token = sign(access, tokens.lifetime);
      return response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify(request.method === "POST" ? { access_token: token } : { token }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no free loopback port");
  const tokens: TokenServer = {
    realm: `http://127.0.0.1:${address.port}/token`,
    service,
    issuer,
    certificate,
    asked,
    lifetime: 300,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return tokens;
}

/** Signs a JSON web token in the form that the registry checks: RS256, and the key named by its libtrust fingerprint. */
function signer(key: string, issuer: string, audience: string) {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const kid = fingerprint(createPublicKey(key));
  return (access: unknown, seconds: number): string => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, aud: audience, sub: "tests", iat: now, nbf: now - 10, exp: now + seconds, jti: randomUUID(), access };
    const body = `${part({ typ: "JWT", alg: "RS256", kid })}.${part(claims)}`;
    return `${body}.${createSign("RSA-SHA256").update(body).sign(key, "base64url")}`;
  };
}

function fingerprint(key: KeyObject): string {
  const hash = createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest()
    .subarray(0, 30);
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...hash].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const text = (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)]).join("");
  return (text.match(/.{4}/g) ?? []).join(":");
}
