import { type Command, UsageError } from "./command";

const USAGE = `pulumi-gpu pin image <registry/repository:tag> [options]
pulumi-gpu pin ami <family> <release> --region <r1,r2> [--kubernetes <version>]

Writes an exact digest or AMI id into gpu.lock.json, which components, rules,
explain and plan read.

image  asks the registry for the digests of the index and of each platform, the
       size, and the CUDA facts in the image's own config. A tag that moved since
       it was pinned is an error that shows old and new; nothing is written then.
       Log in as for docker: docker login, podman login, credential helpers, or
       the text of a config.json in DOCKER_AUTH_CONFIG. Proxies: HTTPS_PROXY and
       NO_PROXY. A CA of your own: NODE_EXTRA_CA_CERTS.
ami    asks AWS for the id of one exact release in each region: by the release's
       own SSM parameter, else by exact name and owner. Needs ssm:GetParameter
       and ec2:DescribeImages, with credentials as for the AWS CLI. The AWS SDK
       reads no HTTPS_PROXY.

  --lock <file>        default: gpu.lock.json beside the nearest Pulumi.yaml
  --update             accept a tag or an AMI that moved
  --json               one JSON object
  --plain-http <host>  image: speak to this registry without TLS (this machine
                       needs no option); may be repeated

Exit codes: 0 pinned or unchanged, 1 moved, corrupt, or not exactly one AMI,
2 usage, credentials or network.
`;

export const pin: Command = {
  name: "pin",
  summary: "write an image digest or an AMI id into gpu.lock.json",
  usage: USAGE,
  run: async ([what, ...args], io) => {
    if (what === "image") return (await import("./pin/image.js")).pinImage(args, io);
    if (what === "ami") return (await import("./pin/ami.js")).pinAmi(args, io);
    throw new UsageError(
      `${what === undefined ? "say what to pin" : `'${what}' cannot be pinned`}; use pin image <reference> or pin ami <family> <release>`,
    );
  },
};
