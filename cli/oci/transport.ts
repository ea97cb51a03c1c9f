import type { Readable } from "node:stream";
import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici";
import type { Io } from "../command";
import { isLoopback, isSafeAddress } from "./registry-address";
import { RegistryError } from "./registry-error";
import { errorCode, isPassingError, isPassingStatus, pauseBefore, RETRY, type RetryPolicy } from "./retry";

export interface HttpRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** A stream is sent once: such a request is never repeated here. */
  readonly body?: Buffer | string | Readable;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; of repeated headers the values in order. */
  header(name: string): string | undefined;
  headers(name: string): readonly string[];
  readonly body: Readable;
  /** The address that answered, after redirects. */
  readonly url: URL;
}

export interface TransportOptions {
  /** Proxies are read from here: `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, in either case. */
  readonly env: Io["env"];
  /** Hosts that may be spoken to without TLS, besides this machine. */
  readonly plainHttp: readonly string[];
  readonly retry?: RetryPolicy;
  /** Longest silence of a registry in milliseconds: to connect, to answer, and between two pieces of a body. Default 30000. */
  readonly silenceMs?: number;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;

/** HTTP towards registries: proxies, time-outs, repetition of what failed in passing, redirects that carry no credential elsewhere. */
export class Transport {
  readonly plainHttp: readonly string[];
  readonly #direct: Agent;
  readonly #proxied: Dispatcher;
  readonly #retry: RetryPolicy;

  constructor({ env, plainHttp, retry = RETRY, silenceMs = 30_000 }: TransportOptions) {
    const timeouts = { connect: { timeout: silenceMs }, headersTimeout: silenceMs, bodyTimeout: silenceMs };
    this.plainHttp = plainHttp;
    this.#retry = retry;
    this.#direct = new Agent(timeouts);
    // Empty strings keep the agent from reading the environment of the process behind our back.
    const httpProxy = env.http_proxy ?? env.HTTP_PROXY ?? "";
    const httpsProxy = env.https_proxy ?? env.HTTPS_PROXY ?? "";
    const noProxy = env.no_proxy ?? env.NO_PROXY ?? "";
    this.#proxied = httpProxy || httpsProxy ? new EnvHttpProxyAgent({ ...timeouts, httpProxy, httpsProxy, noProxy }) : this.#direct;
  }

  async close(): Promise<void> {
    await Promise.all([...new Set([this.#direct, this.#proxied])].map((dispatcher) => dispatcher.close()));
  }

  /** Sends a request; repeats it while the answer is 429 or 5xx or the connection breaks. Any other status is the caller's to judge. */
  async send(request: HttpRequest): Promise<HttpResponse> {
    for (let attempt = 1; ; attempt++) {
      const last = attempt >= this.#retry.attempts || isStream(request.body);
      try {
        const response = await this.#follow(request);
        if (!isPassingStatus(response.status) || last) return response;
        const pause = pauseBefore(attempt + 1, response.header("retry-after"), this.#retry);
        if (pause === undefined) return response;
        await drain(response);
        await this.#retry.wait(pause);
      } catch (error) {
        if (error instanceof RegistryError) throw error;
        if (!isPassingError(error) || last) throw unreachable(request.url, error, attempt);
        await this.#retry.wait(pauseBefore(attempt + 1, undefined, this.#retry) ?? 0);
      }
    }
  }

  /** As `send`, and reads the body, at most `limit` bytes; a body that breaks off is fetched again from its start. */
  async sendForBytes(request: HttpRequest, limit: number, what: string): Promise<{ response: HttpResponse; bytes: Buffer }> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.send(request);
      try {
        return { response, bytes: await readAll(response, limit, what) };
      } catch (error) {
        if (error instanceof RegistryError) throw error;
        if (!isPassingError(error) || attempt >= this.#retry.attempts) throw unreachable(request.url, error, attempt);
        await this.#retry.wait(pauseBefore(attempt + 1, undefined, this.#retry) ?? 0);
      }
    }
  }

  async #follow(request: HttpRequest): Promise<HttpResponse> {
    let { url, headers = {} } = request;
    for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
      if (!isSafeAddress(url, this.plainHttp)) {
        throw new RegistryError("refused", `${url.origin} is plain HTTP; use https, or allow it with --plain-http ${url.host}`);
      }
      const response = await this.#once({ ...request, url, headers });
      const location = response.header("location");
      const mayFollow = request.method === "GET" || request.method === "HEAD";
      if (!REDIRECTS.has(response.status) || location === undefined || !mayFollow) return response;
      await drain(response);
      const next = new URL(location, url);
      // Storage behind a registry has its own signature in the address; the registry's credential is none of its business.
      if (next.origin !== url.origin) headers = withoutCredentials(headers);
      url = next;
    }
    throw new RegistryError("unavailable", `${request.url.origin} redirects more than ${MOST_REDIRECTS} times`);
  }

  async #once({ method, url, headers = {}, body }: HttpRequest): Promise<HttpResponse> {
    const dispatcher = isLoopback(url.host) ? this.#direct : this.#proxied;
    const answer = await dispatcher.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method,
      headers: { "user-agent": "pulumi-gpu", "accept-encoding": "identity", ...headers },
      body,
    });
    const headersOf = (name: string): readonly string[] => {
      const value = answer.headers[name];
      return value === undefined ? [] : Array.isArray(value) ? value : [value];
    };
    return { status: answer.statusCode, header: (name) => headersOf(name)[0], headers: headersOf, body: answer.body, url };
  }
}

/** Empties a small body, so that its connection serves the next request; a large one is cut off. */
export async function drain({ body }: HttpResponse): Promise<void> {
  let seen = 0;
  try {
    for await (const chunk of body) {
      seen += (chunk as Buffer).length;
      if (seen > 65_536) break;
    }
  } catch {
    // the answer was judged by its status already
  }
}

async function readAll(response: HttpResponse, limit: number, what: string): Promise<Buffer> {
  const announced = Number(response.header("content-length") ?? 0);
  if (announced > limit) {
    response.body.destroy();
    throw tooLarge(what, limit);
  }
  const chunks: Buffer[] = [];
  let seen = 0;
  for await (const chunk of response.body) {
    seen += (chunk as Buffer).length;
    if (seen > limit) throw tooLarge(what, limit); // leaving the loop destroys the body
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

const tooLarge = (what: string, limit: number) =>
  new RegistryError("refused", `${what} is larger than ${limit / 2 ** 20} MiB; no image needs that, so it was not read`);

function unreachable(url: URL, error: unknown, attempts: number): RegistryError {
  const code = errorCode(error);
  const tried = attempts > 1 ? ` after ${attempts} attempts` : "";
  return new RegistryError("unavailable", `${url.host} could not be reached${tried}: ${reason(code, error)}`);
}

function reason(code: string | undefined, error: unknown): string {
  if (code === "ENOTFOUND") return "there is no such host (ENOTFOUND); check the name, or set HTTPS_PROXY";
  if (code === "ECONNREFUSED") return "nothing listens there (ECONNREFUSED)";
  if (code && /CERT|SELF_SIGNED|ISSUER/.test(code)) return `its certificate is not trusted (${code}); name your CA in NODE_EXTRA_CA_CERTS`;
  if (code === "EPROTO" || code?.startsWith("ERR_SSL_")) return `it does not speak TLS (${code}); --plain-http allows a host without`;
  const message = error instanceof Error ? error.message : String(error);
  return code ? `${message} (${code})` : message;
}

const isStream = (body: HttpRequest["body"]): boolean => body !== undefined && typeof body !== "string" && !Buffer.isBuffer(body);

const withoutCredentials = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name !== "authorization"));
