import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { formatReference, type ImageReference, parseReference } from "../catalog/image-reference";
import { lockedImage } from "../lock/lookup";
import { lockPath, readLock } from "../lock/read";
import { type Command, EXIT, type Io, UsageError } from "./command";
import { copyImage } from "./mirror/copy-image";
import { renderMirrored } from "./mirror/render";
import { ImageLayout } from "./oci/layout";
import { Repository } from "./oci/registry";
import { checkPlainHttp } from "./oci/registry-address";
import { RegistryError } from "./oci/registry-error";
import { Transport } from "./oci/transport";
import { WritableRepository } from "./oci/writable-repository";
import { displayPath } from "./pin/display-path";
import { size } from "./pin/render-image";

const USAGE = `pulumi-gpu mirror <reference> --to <registry/repository[:tag]>
pulumi-gpu mirror <reference> --to oci:<folder>              out of a network
pulumi-gpu mirror <reference> --from oci:<folder> --to <...>  into another one

Copies an image byte for byte, by digest: that of the reference (...@sha256:...),
else the one that gpu.lock.json has for it. Blobs that are there already are not
sent again, so a copy that broke off goes on where it was; no layer is held in
memory. At the end every manifest is read back and every digest is compared.

The copy keeps its tag unless --to names another. A tag that names another image
there is never moved.

Log in as for docker, at both ends. For ECR the credential helper ecr-login, or
  aws ecr get-login-password --region <region> | docker login --username AWS --password-stdin \\
    <account>.dkr.ecr.<region>.amazonaws.com

  --platform <os/arch>  only this platform; the copy then has that platform's
                        digest, not the index's
  --lock <file>         default: gpu.lock.json beside the nearest Pulumi.yaml
  --json                one JSON object
  --plain-http <host>   speak to this registry without TLS (this machine needs no
                        option); may be repeated

Exit codes: 0 copied or there already, 1 corrupt, or the tag names another image,
2 usage, credentials or network.
`;

export const mirror: Command = {
  name: "mirror",
  summary: "copy a pinned image into a registry of your own, by digest",
  usage: USAGE,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        to: { type: "string" },
        from: { type: "string" },
        platform: { type: "string" },
        lock: { type: "string" },
        json: { type: "boolean", default: false },
        "plain-http": { type: "string", multiple: true, default: [] },
      },
    });
    const reference = onlyReference(positionals);
    const digest = pinnedDigest(reference, values.lock, io);
    const transport = new Transport({ env: io.env, plainHttp: checkPlainHttp(values["plain-http"]) });
    try {
      const source = values.from === undefined ? new Repository(transport, reference, io.env) : layout(values.from, "--from", io);
      const { target, tag, use } = destination(values.to, reference, transport, io);
      const copy = await copyImage({
        source,
        target,
        digest,
        ...(values.platform === undefined ? {} : { platform: values.platform }),
        ...(tag === undefined ? {} : { tag }),
        onBlob: (blob, outcome) => {
          if (!values.json) io.err(`${outcome === "copied" ? "copied" : "there "}  ${blob.digest.slice(0, 19)}  ${size(blob.size)}\n`);
        },
      });
      const result = { from: `${formatReference({ ...reference, digest: undefined })}`, to: use, ...copy };
      io.out(values.json ? `${JSON.stringify({ version: 1, ...result }, null, 2)}\n` : renderMirrored(result));
      return EXIT.ok;
    } catch (error) {
      if (!(error instanceof RegistryError) || (error.kind !== "corrupt" && error.kind !== "conflict")) throw error;
      io.err(`pulumi-gpu mirror: ${error.message}\n`);
      return EXIT.fail;
    } finally {
      await transport.close();
    }
  },
};

function onlyReference(positionals: readonly string[]): ImageReference {
  const [text, ...more] = positionals;
  if (text === undefined || more.length > 0)
    throw new UsageError("give one image reference, and where it goes: mirror <reference> --to <registry/repository>");
  const reference = parseReference(text);
  if (!reference) throw new UsageError(`'${text}' is no image reference; write registry/repository:tag or …@sha256:…`);
  return reference;
}

/** A copy is of exact bytes: those of the reference's own digest, else those that were pinned. */
function pinnedDigest(reference: ImageReference, lockOption: string | undefined, io: Io): string {
  if (reference.digest !== undefined) return reference.digest;
  const path = lockOption === undefined ? lockPath(io.cwd) : resolve(io.cwd, lockOption);
  const text = formatReference(reference);
  const row = existsSync(path) || lockOption !== undefined ? lockedImage(readLock(path), text) : undefined;
  if (!row)
    throw new UsageError(`${text} is not in ${displayPath(path, io.cwd)}; run pulumi-gpu pin image ${text} first, or add @sha256:…`);
  return row.digest;
}

function layout(text: string, option: string, io: Io): ImageLayout {
  if (!text.startsWith("oci:") || text === "oci:") throw new UsageError(`${option} takes oci:<folder>, got '${text}'`);
  return new ImageLayout(resolve(io.cwd, text.slice("oci:".length)));
}

interface Destination {
  readonly target: WritableRepository | ImageLayout;
  readonly tag?: string;
  /** The copy's name without digest. */
  readonly use: string;
}

function destination(text: string | undefined, reference: ImageReference, transport: Transport, io: Io): Destination {
  if (text === undefined) throw new UsageError("say where the copy goes: --to <registry/repository[:tag]> or --to oci:<folder>");
  if (text.startsWith("oci:"))
    return { target: layout(text, "--to", io), tag: formatReference({ ...reference, digest: undefined }), use: text };
  const to = parseReference(text);
  if (!to || to.digest !== undefined)
    throw new UsageError(`'${text}' is no place for a copy; write registry/repository or registry/repository:tag`);
  const tag = to.tag ?? reference.tag;
  return {
    target: new WritableRepository(transport, to, io.env),
    ...(tag === undefined ? {} : { tag }),
    use: formatReference({ ...to, tag }),
  };
}
