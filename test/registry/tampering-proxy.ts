import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
}

/** What stands between a client and a real registry, and does to the traffic what a test wants. */
export interface TamperingProxy {
  readonly host: string;
  /** Every request that arrived, in order. */
  readonly seen: readonly Seen[];
  /** Answers a request itself (true), or lets it through. Reset by `calm`. */
  onRequest: (seen: Seen, response: ServerResponse) => boolean;
  /** Changes the body of an answer of the registry. Reset by `calm`. */
  onBody: (seen: Seen, body: Buffer) => Buffer;
  /** Changes the status of an answer of the registry. Reset by `calm`. */
  onStatus: (seen: Seen, status: number) => number;
  /** Forgets what it saw and stops interfering. */
  calm(): void;
  stop(): Promise<void>;
}

export async function startTamperingProxy(registry: string): Promise<TamperingProxy> {
  const seen: Seen[] = [];
  const server = createServer((incoming, outgoing) => {
    const one: Seen = { method: incoming.method ?? "", path: incoming.url ?? "", headers: incoming.headers };
    seen.push(one);
    if (proxy.onRequest(one, outgoing)) return;
    const forwarded = request(`http://${registry}${incoming.url}`, { method: incoming.method, headers: incoming.headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        const body = Buffer.concat(chunks);
        const changed = incoming.method === "HEAD" ? body : proxy.onBody(one, body);
        // The length follows the body, so that only its digest gives the change away.
        const headers = incoming.method === "HEAD" ? answer.headers : { ...answer.headers, "content-length": String(changed.length) };
        outgoing.writeHead(proxy.onStatus(one, answer.statusCode ?? 502), headers).end(changed);
      });
    });
    forwarded.on("error", () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no free loopback port");
  const proxy: TamperingProxy = {
    host: `127.0.0.1:${address.port}`,
    seen,
    onRequest: () => false,
    onBody: (_, body) => body,
    onStatus: (_, status) => status,
    calm() {
      seen.length = 0;
      proxy.onRequest = () => false;
      proxy.onBody = (_, body) => body;
      proxy.onStatus = (_, status) => status;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
