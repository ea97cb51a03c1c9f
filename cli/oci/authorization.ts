import { z } from "zod";
import { type Challenge, parseChallenges } from "./challenge";
import type { Credentials } from "./credentials";
import { isSafeAddress } from "./registry-address";
import { RegistryError } from "./registry-error";
import { drain, type HttpRequest, type HttpResponse, type Transport } from "./transport";

const tokenAnswer = z.object({ token: z.string().optional(), access_token: z.string().optional() });
const MOST_TOKEN_BYTES = 2 ** 20;

/** Registries whose user name nobody guesses. */
const USERS: Readonly<Record<string, string>> = { "nvcr.io": " -u '$oauthtoken' (the password is an NGC API key)" };

/** Speaks to one registry with whatever it asks for: nothing, basic, or a token. Credentials are looked up only when it asks. */
export class Authorization {
  readonly #headers = new Map<string, string>();
  /** Where the first token came from: once a token is over, nvcr.io names another server, which knows no anonymous visitor. */
  #tokenServer: Challenge["parameters"] | undefined;
  #credentials: Promise<Credentials | undefined> | undefined;

  constructor(
    private readonly transport: Transport,
    private readonly registry: string,
    /** The only address that gets the credentials, besides the token server that it names. */
    private readonly origin: string,
    private readonly lookUp: () => Promise<Credentials | undefined>,
  ) {}

  /** Runs `send` with the authorization that `scope` has so far, and once more with a new one where the registry answers 401. */
  async authorized<T extends { response: HttpResponse }>(
    request: HttpRequest,
    scope: string,
    send: (request: HttpRequest) => Promise<T>,
  ): Promise<T> {
    const first = await send(this.apply(request, scope));
    if (first.response.status !== 401 || first.response.url.origin !== this.origin) return first;
    const challenges = parseChallenges(first.response.headers("www-authenticate"));
    await drain(first.response);
    const bearer = challenges.find(({ scheme }) => scheme === "bearer");
    if (bearer) {
      this.#tokenServer ??= bearer.parameters;
      this.#headers.set(scope, `Bearer ${await this.#token(this.#tokenServer, scope)}`);
    } else if (challenges.some(({ scheme }) => scheme === "basic")) this.#headers.set(scope, await this.#basic());
    else throw new RegistryError("denied", `${this.registry} wants an authentication that is neither basic nor a bearer token`);
    const second = await send(this.apply(request, scope));
    if (second.response.status === 401) {
      await drain(second.response);
      throw await this.#denied();
    }
    return second;
  }

  /** The request with the authorization that is there already, for a body that can be sent only once. */
  apply(request: HttpRequest, scope: string): HttpRequest {
    const authorization = request.url.origin === this.origin ? this.#headers.get(scope) : undefined;
    return authorization === undefined ? request : { ...request, headers: { ...request.headers, authorization } };
  }

  async #known(): Promise<Credentials | undefined> {
    this.#credentials ??= this.lookUp();
    return this.#credentials;
  }

  async #basic(): Promise<string> {
    const credentials = await this.#known();
    if (!credentials || "identityToken" in credentials) throw await this.#denied();
    return basic(credentials);
  }

  async #token({ realm, service }: Readonly<Record<string, string>>, scope: string): Promise<string> {
    const url = realm !== undefined && URL.canParse(realm) ? new URL(realm) : undefined;
    if (!url || !isSafeAddress(url, this.transport.plainHttp)) {
      throw new RegistryError("refused", `${this.registry} sends to '${realm}' for a token, which is no https address`);
    }
    const credentials = await this.#known();
    const request =
      credentials && "identityToken" in credentials
        ? refresh(url, service, scope, credentials.identityToken)
        : fetchToken(url, service, scope, credentials);
    const { response, bytes } = await this.transport.sendForBytes(request, MOST_TOKEN_BYTES, `the token answer of ${url.host}`);
    if (response.status === 401 || response.status === 403) throw await this.#denied();
    if (response.status !== 200) throw new RegistryError("unavailable", `${url.host} gave no token (HTTP ${response.status})`);
    const answer = tokenAnswer.safeParse(parseJson(bytes));
    const token = answer.data?.token ?? answer.data?.access_token;
    if (!token) throw new RegistryError("unavailable", `${url.host} answered without a token`);
    return token;
  }

  async #denied(): Promise<RegistryError> {
    const had = (await this.#known()) !== undefined;
    const reason = had ? "refused the credentials it was given" : "wants credentials, and none were found";
    return new RegistryError(
      "denied",
      `${this.registry} ${reason}; log in with docker login ${this.registry}${USERS[this.registry] ?? ""}, or set DOCKER_AUTH_CONFIG`,
    );
  }
}

const basic = ({ username, password }: { username: string; password: string }): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;

function fetchToken(realm: URL, service: string | undefined, scope: string, credentials: Credentials | undefined): HttpRequest {
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set("service", service);
  if (scope !== "") url.searchParams.set("scope", scope);
  const headers: Record<string, string> = credentials && "username" in credentials ? { authorization: basic(credentials) } : {};
  return { method: "GET", url, headers };
}

function refresh(url: URL, service: string | undefined, scope: string, token: string): HttpRequest {
  const form = new URLSearchParams({ grant_type: "refresh_token", refresh_token: token, client_id: "pulumi-gpu" });
  if (service !== undefined) form.set("service", service);
  if (scope !== "") form.set("scope", scope);
  return { method: "POST", url, headers: { "content-type": "application/x-www-form-urlencoded" }, body: form.toString() };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}
