import { type Command, UsageError } from "./command";

const USAGE = `pulumi-gpu image list
pulumi-gpu image build <name or folder> [options]

Builds an image where Docker, podman or buildah is at hand: one of this package
(edge, llm-finetune, pytorch-cuda, triton) by its name, or a folder of your own
with a Dockerfile. The tag is made of the content, so the same content has the
same tag everywhere. ImageBuild does the same in the account, without Docker.

list   the images of this package: what is in them, which GPUs they are for
build  builds, and with --push pushes and writes gpu.lock.json as pin image does

  --repository <registry/repository>  default: localhost/<name>
  --build-arg <NAME=value>            may be repeated
  --dockerfile <path>                 inside a folder of your own; default Dockerfile
  --builder <docker|podman|buildah>   default: the first of them that is installed
  --push                              log in first, as for docker
  --lock <file>                       with --push; default: beside the nearest
                                      Pulumi.yaml
  --plain-http <host>                 with --push: speak to this registry without
                                      TLS (this machine needs no option)

Exit codes: 0 built, 1 the build or the push failed, 2 usage.
`;

export const image: Command = {
  name: "image",
  summary: "build an image of this package or of your own, locally",
  usage: USAGE,
  run: async ([what, ...args], io) => {
    if (what === "list") return (await import("./image/list.js")).listImages(args, io);
    if (what === "build") return (await import("./image/build.js")).buildImage(args, io);
    throw new UsageError(
      `${what === undefined ? "say what to do" : `'${what}' is no part of image`}; use image list or image build <name or folder>`,
    );
  },
};
