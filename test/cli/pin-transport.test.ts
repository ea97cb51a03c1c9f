import { createServer, type Server } from "node:http";
import { afterEach, expect, it } from "vitest";
import { Transport } from "../../cli/oci/transport";

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
});

async function serve(handler: Parameters<typeof createServer>[1]): Promise<{ url: URL; transport: Transport; waited: number[] }> {
  const listening = createServer(handler as never);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const address = listening.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const waited: number[] = [];
  const wait = async (ms: number) => void waited.push(ms);
  const transport = new Transport({ env: {}, plainHttp: [], silenceMs: 200, retry: { attempts: 2, firstMs: 100, longestMs: 1000, wait } });
  return { url: new URL(`http://127.0.0.1:${address.port}/`), transport, waited };
}

it("gives up on a registry that accepts a request and stays silent", async () => {
  let asked = 0;
  const { url, transport, waited } = await serve(() => {
    asked++;
  });
  await expect(transport.send({ method: "GET", url })).rejects.toThrow(
    /^127\.0\.0\.1:\d+ could not be reached after 2 attempts: .*\(UND_ERR_HEADERS_TIMEOUT\)$/,
  );
  expect({ asked, pauses: waited.length }).toEqual({ asked: 2, pauses: 1 });
  await transport.close();
});

it("gives up on a body that stops in the middle", async () => {
  const { url, transport } = await serve((_, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("half");
  });
  await expect(transport.sendForBytes({ method: "GET", url }, 1000, "a test")).rejects.toThrow(
    /could not be reached after 2 attempts: .*\(UND_ERR_BODY_TIMEOUT\)$/,
  );
  await transport.close();
});

it("waits as long as the registry asks, and not at all where that is too long", async () => {
  const after = ["1", "0", "2"];
  const { url, transport, waited } = await serve(
    (_, response) => void response.writeHead(503, { "retry-after": after.shift() ?? "" }).end(),
  );
  expect((await transport.send({ method: "GET", url })).status).toBe(503);
  expect(waited).toEqual([1000]);
  expect((await transport.send({ method: "GET", url })).status).toBe(503);
  expect(waited).toEqual([1000]);
  await transport.close();
});

it("sends a stream once, because it cannot be sent again", async () => {
  let asked = 0;
  const { url, transport } = await serve((request, response) => {
    asked++;
    request.resume().on("end", () => response.writeHead(503).end());
  });
  const { Readable } = await import("node:stream");
  expect((await transport.send({ method: "PUT", url, body: Readable.from([Buffer.from("x")]) })).status).toBe(503);
  expect(asked).toBe(1);
  await transport.close();
});
