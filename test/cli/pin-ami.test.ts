import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { readLock } from "../../lock/read";
import { runCommand } from "./run-command";

const NAME = "Deep Learning Base OSS Nvidia Driver GPU AMI (Amazon Linux 2023) 20260901";
interface Answer {
  readonly id: string;
  readonly name: string;
  readonly deprecation?: string;
  readonly state?: string;
}

/** What AWS answers, by region: images by name or id, parameters by name, or an error code. The emulator has no deprecation; this has. */
let images: Record<string, readonly Answer[] | string>;
let parameters: Record<string, string>;
let seen: { readonly service: string; readonly body: string }[];
let server: Server;
let work: string;
let cwd: string;

beforeAll(async () => {
  await Promise.all([import("@aws-sdk/client-ec2"), import("@aws-sdk/client-ssm")]); // seconds on a busy machine, and not what a test waits for
  work = mkdtempSync(join(tmpdir(), "gpu-pin-ami-fast-"));
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      const [, region = "", service = ""] = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? "") ?? [];
      seen.push({ service, body });
      const { status, type, text } = service === "ssm" ? ssm(body) : ec2(new URLSearchParams(body), region);
      response.writeHead(status, { "content-type": type }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
}, 60_000);
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(work, { recursive: true, force: true });
});
beforeEach(() => {
  cwd = mkdtempSync(join(work, "project-"));
  seen = [];
  images = {};
  parameters = {};
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${address.port}`);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "testing");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "testing");
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

function ssm(body: string) {
  const { Name } = JSON.parse(body) as { Name: string };
  const Value = parameters[Name];
  const type = "application/x-amz-json-1.1";
  if (Value === undefined) return { status: 400, type, text: JSON.stringify({ __type: "ParameterNotFound" }) };
  return { status: 200, type, text: JSON.stringify({ Parameter: { Name, Value } }) };
}

function ec2(form: URLSearchParams, region: string) {
  const here = images[region] ?? [];
  const type = "text/xml";
  if (typeof here === "string")
    return {
      status: 403,
      type,
      text: `<Response><Errors><Error><Code>${here}</Code><Message>arn:aws:iam::1:user/someone may not</Message></Error></Errors></Response>`,
    };
  const [id, name] = [form.get("ImageId.1"), form.get("Filter.1.Value.1")];
  const pattern = new RegExp(`^${(name ?? "").replace(/[.()+]/g, "\\$&").replaceAll("*", ".*")}$`);
  const found = here.filter((image) => (id === null ? pattern.test(image.name) : image.id === id));
  const items = found.map(
    (image) =>
      `<item><imageId>${image.id}</imageId><name>${image.name}</name><imageOwnerId>898082745236</imageOwnerId><imageOwnerAlias>amazon</imageOwnerAlias><imageState>${image.state ?? "available"}</imageState>${image.deprecation ? `<deprecationTime>${image.deprecation}</deprecationTime>` : ""}</item>`,
  );
  return {
    status: 200,
    type,
    text: `<DescribeImagesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><imagesSet>${items.join("")}</imagesSet></DescribeImagesResponse>`,
  };
}

const pin = (...args: string[]) => runCommand(["pin", "ami", ...args], { cwd });
const lockFile = () => join(cwd, "gpu.lock.json");
const DLAMI = ["dlami-base-oss-al2023", "20260901"] as const;

describe("pin ami", () => {
  it("records the deprecation of each region, and prints one screen", async () => {
    images = {
      "us-east-1": [{ id: "ami-0000000000000000a", name: NAME, deprecation: "2099-09-01T12:00:00.000Z" }],
      "us-west-2": [{ id: "ami-0000000000000000b", name: NAME }],
    };
    const { code, out, err } = await pin(...DLAMI, "--region", "us-west-2", "--region", "us-east-1");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toBe(
      [
        "pinned dlami-base-oss-al2023@20260901 in gpu.lock.json",
        `  name       ${NAME}`,
        "  owner      898082745236",
        "  driver     595.91.07",
        "  us-east-1  ami-0000000000000000a  deprecated from 2099-09-01",
        "  us-west-2  ami-0000000000000000b",
        "",
      ].join("\n"),
    );
    expect(readLock(lockFile()).amis["dlami-base-oss-al2023@20260901"]?.regions).toEqual({
      "us-east-1": { id: "ami-0000000000000000a", deprecation: "2099-09-01" },
      "us-west-2": { id: "ami-0000000000000000b" },
    });
  });

  it("asks for one exact name, of one owner, deprecated ones too", async () => {
    images = { "us-east-1": [{ id: "ami-0000000000000000a", name: NAME }] };
    await pin(...DLAMI, "--region", "us-east-1");
    expect(seen.map(({ service }) => service)).toEqual(["ec2"]);
    const form = new URLSearchParams(seen[0]?.body);
    expect(Object.fromEntries(form)).toMatchObject({
      Action: "DescribeImages",
      "Filter.1.Name": "name",
      "Filter.1.Value.1": NAME,
      "Owner.1": "amazon",
      IncludeDeprecated: "true",
    });
  });

  it("warns of a deprecated image and says how to keep it", async () => {
    images = { "us-east-1": [{ id: "ami-0000000000000000a", name: NAME, deprecation: "2026-01-01T00:00:00.000Z" }] };
    const { code, err } = await pin(...DLAMI, "--region", "us-east-1");
    expect(code).toBe(0);
    expect(err).toBe(
      "warning: dlami-base-oss-al2023@20260901 is deprecated in us-east-1 since 2026-01-01: AWS can withdraw it any day; keep a copy of your own:\n" +
        "  aws ec2 copy-image --source-region us-east-1 --source-image-id ami-0000000000000000a --region us-east-1 --name dlami-base-oss-al2023@20260901\n",
    );
  });

  it("writes nothing when one region lacks the image, and says how to copy it there", async () => {
    images = {
      "us-east-1": [{ id: "ami-0000000000000000a", name: NAME }],
      "eu-west-1": [{ id: "ami-0000000000000000c", name: NAME.replace("20260901", "20260808") }],
    };
    const { code, err } = await pin(...DLAMI, "--region", "us-east-1,eu-west-1");
    expect(code).toBe(1);
    expect(err).toContain(
      `eu-west-1  no image of owner amazon is named '${NAME}'; the newest there are '${NAME.replace("20260901", "20260808")}'`,
    );
    expect(err).toContain(
      "aws ec2 copy-image --source-region us-east-1 --source-image-id ami-0000000000000000a --region eu-west-1 --name dlami-base-oss-al2023@20260901",
    );
    expect(existsSync(lockFile())).toBe(false);
  });

  it("takes the release's own parameter, whose image must have the release's name", async () => {
    const parameter =
      "/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/nvidia/amazon-eks-node-al2023-x86_64-nvidia-1.34-v20260714/image_id";
    const name = "amazon-eks-node-al2023-x86_64-nvidia-1.34-v20260714";
    parameters = { [parameter]: "ami-0000000000000000e" };
    images = { "us-east-1": [{ id: "ami-0000000000000000e", name }] };
    const args = ["eks-al2023-nvidia", "20260714", "--kubernetes", "1.34", "--region", "us-east-1"];
    expect((await pin(...args)).err).toBe("");
    expect(Object.keys(readLock(lockFile()).amis)).toEqual(["eks-al2023-nvidia@v20260714/1.34"]);
    images = { "us-east-1": [{ id: "ami-0000000000000000e", name: "amazon-eks-node-al2023-x86_64-nvidia-1.34-v20260101" }] };
    expect((await pin(...args)).err).toContain(
      "which is 'amazon-eks-node-al2023-x86_64-nvidia-1.34-v20260101' and not 'amazon-eks-node-al2023-x86_64-nvidia-1.34-v20260714'",
    );
  });

  it("says of a family without names that the parameter is missing", async () => {
    const { code, err } = await pin("bottlerocket-nvidia", "1.99.0", "--kubernetes", "1.34", "--region", "us-east-1");
    expect(code).toBe(1);
    expect(err).toContain(
      "there is no SSM parameter /aws/service/bottlerocket/aws-k8s-1.34-nvidia/x86_64/1.99.0/image_id, and no exact name of bottlerocket-nvidia is known",
    );
  });

  it.each([
    ["UnauthorizedOperation", "the credentials may not read; allow ssm:GetParameter and ec2:DescribeImages"],
    ["AuthFailure", "AWS refused the credentials (AuthFailure); log in again, and check that the region is enabled"],
  ])("explains %s without repeating who asked", async (code, message) => {
    images = { "us-east-1": code };
    const { err } = await pin(...DLAMI, "--region", "us-east-1");
    expect(err).toContain(`us-east-1  ${message}`);
    expect(err).not.toContain("someone");
  });

  it("does not take an image that is not available", async () => {
    images = { "us-east-1": [{ id: "ami-0000000000000000a", name: NAME, state: "disabled" }] };
    expect((await pin(...DLAMI, "--region", "us-east-1")).err).toContain("ami-0000000000000000a is disabled, not available");
  });

  it("gives the same as JSON, with exit code 1 where nothing was found", async () => {
    const { code, out, err } = await pin(...DLAMI, "--region", "us-east-1", "--json");
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      result: "not-found",
      key: "dlami-base-oss-al2023@20260901",
      problems: [{ region: "us-east-1", problem: expect.stringContaining("no image") as unknown }],
    });
  });

  it.each([
    [["dlami-base-oss-al2023", "latest", "--region", "us-east-1"], "'latest' is a different image every week, with another driver"],
    [
      ["dlami-base-oss-al203", "20260901", "--region", "us-east-1"],
      "'dlami-base-oss-al203' is no AMI family of the catalog; use dlami-base-oss-al2023,",
    ],
    [
      ["eks-al2023-nvidia", "v20260714", "--region", "us-east-1"],
      "has one image per Kubernetes version, with its own driver; add --kubernetes",
    ],
    [[...DLAMI, "--kubernetes", "1.34", "--region", "us-east-1"], "is the same for every Kubernetes version; drop --kubernetes"],
    [[...DLAMI], "name at least one region"],
    [[...DLAMI, "--region", "us-east-1,virginia"], "'virginia' is no region; write us-east-1"],
    [["dlami-base-oss-al2023", "2026*", "--region", "us-east-1"], "'2026*' is no release"],
    [["dlami-base-oss-al2023"], "give a family and an exact release"],
  ])("refuses %j before it asks anyone", async (args, message) => {
    const { code, err } = await pin(...args);
    expect(err).toContain(message);
    expect(code).toBe(2);
    expect(seen).toEqual([]);
  });
});
