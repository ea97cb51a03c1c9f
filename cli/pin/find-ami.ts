import type { EC2Client, Image } from "@aws-sdk/client-ec2";
import type { SSMClient } from "@aws-sdk/client-ssm";
import type { AmiName } from "../../catalog/question";
import type { AmiFamily } from "../../catalog/tables/amis/ami";

/** One AMI of one region, as AWS itself describes it. */
export interface FoundAmi {
  readonly region: string;
  readonly id: string;
  readonly name: string;
  /** Account id. */
  readonly owner: string;
  readonly ownerAlias?: string;
  /** ISO date from which AWS no longer lists the image to others. */
  readonly deprecation?: string;
  /** How it was found: the address of the answer, for the lock. */
  readonly source: string;
}

/** Why a region has no answer; lower case, no final period. */
export interface AmiProblem {
  readonly region: string;
  readonly problem: string;
}

export interface AwsClients {
  readonly ec2: EC2Client;
  readonly ssm: SSMClient;
}

/** Read-only clients of one region, loaded only here: the SDK costs more than every other command. */
export async function awsClients(region: string): Promise<AwsClients> {
  // The SDK's advice on Node versions is for those who choose its version, not for who pins an AMI.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const [{ EC2Client }, { SSMClient }] = await Promise.all([import("@aws-sdk/client-ec2"), import("@aws-sdk/client-ssm")]);
  const requestHandler = { connectionTimeout: 10_000, requestTimeout: 30_000 };
  return { ec2: new EC2Client({ region, requestHandler }), ssm: new SSMClient({ region, requestHandler }) };
}

/** The exact release in one region: by its own SSM parameter where it has one, else by exact name and owner. Never by what `latest` names. */
export async function findAmiInRegion(
  family: AmiFamily,
  ami: AmiName,
  region: string,
  clients: AwsClients,
): Promise<FoundAmi | AmiProblem> {
  const name = family.namePattern && filled(family.namePattern, ami);
  const parameter = family.ssmParameter && filled(family.ssmParameter, ami);
  try {
    const id = parameter === undefined ? undefined : await parameterValue(clients.ssm, parameter);
    if (id !== undefined && parameter !== undefined) return await describeById(clients.ec2, id, { region, parameter, name });
    if (name !== undefined) return await describeByName(clients.ec2, name, { family, ami, region, parameter });
    return { region, problem: `there is no SSM parameter ${parameter}, and no exact name of ${family.family} is known; check the release` };
  } catch (error) {
    return { region, problem: awsReason(error) };
  }
}

/** Catalog patterns write the release without its `v`. */
const filled = (pattern: string, { release, kubernetes = "" }: AmiName): string =>
  pattern.replaceAll("{release}", release.replace(/^v(?=\d)/, "")).replaceAll("{kubernetes}", kubernetes);

async function parameterValue(ssm: SSMClient, name: string): Promise<string | undefined> {
  const { GetParameterCommand, ParameterNotFound } = await import("@aws-sdk/client-ssm");
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name }));
    return Parameter?.Value;
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    throw error;
  }
}

async function describeById(
  ec2: EC2Client,
  id: string,
  { region, parameter, name }: { region: string; parameter: string; name: string | undefined },
): Promise<FoundAmi | AmiProblem> {
  const { DescribeImagesCommand } = await import("@aws-sdk/client-ec2");
  const { Images = [] } = await ec2.send(new DescribeImagesCommand({ ImageIds: [id], IncludeDeprecated: true }));
  const [image] = Images;
  if (!image) return { region, problem: `SSM parameter ${parameter} names ${id}, which no longer exists; pin a newer release` };
  if (name !== undefined && image.Name !== name) {
    return { region, problem: `SSM parameter ${parameter} names ${id}, which is '${image.Name}' and not '${name}'` };
  }
  return asFound(image, region, `SSM parameter ${parameter}`);
}

interface ByName {
  readonly family: AmiFamily;
  readonly ami: AmiName;
  readonly region: string;
  readonly parameter: string | undefined;
}

async function describeByName(ec2: EC2Client, name: string, { family, ami, region, parameter }: ByName): Promise<FoundAmi | AmiProblem> {
  const images = await describeImages(ec2, family, literal(name));
  const [image, ...others] = images;
  if (image && others.length === 0) return asFound(image, region, `DescribeImages, owner ${family.owner}, exact name`);
  if (image)
    return {
      region,
      problem: `${images.length} images of owner ${family.owner} are named '${name}': ${images.map(({ ImageId }) => ImageId).join(", ")}`,
    };
  const pattern = filled(family.namePattern ?? name, { ...ami, release: "\u0000" });
  const near = newest(await describeImages(ec2, family, literal(pattern).replaceAll("\u0000", "*")));
  const tried = parameter === undefined ? "" : `, nor the SSM parameter ${parameter}`;
  const known =
    near.length === 0 ? "nothing of this family is there" : `the newest there are ${near.map((other) => `'${other}'`).join(", ")}`;
  return { region, problem: `no image of owner ${family.owner} is named '${name}'${tried}; ${known}` };
}

async function describeImages(ec2: EC2Client, family: AmiFamily, name: string): Promise<Image[]> {
  const { DescribeImagesCommand } = await import("@aws-sdk/client-ec2");
  // Without IncludeDeprecated an old release looks as if it were gone.
  const { Images = [] } = await ec2.send(
    new DescribeImagesCommand({ Owners: [family.owner], Filters: [{ Name: "name", Values: [name] }], IncludeDeprecated: true }),
  );
  return Images;
}

const newest = (images: readonly Image[]): string[] =>
  [...images]
    .sort((a, b) => (b.CreationDate ?? "").localeCompare(a.CreationDate ?? ""))
    .slice(0, 3)
    .map(({ Name = "" }) => Name);

/** In a filter `*` and `?` stand for other signs unless a backslash precedes them. */
const literal = (name: string): string => name.replace(/[\\*?]/g, "\\$&");

function asFound(image: Image, region: string, source: string): FoundAmi | AmiProblem {
  const { ImageId, Name, OwnerId, State, ImageOwnerAlias, DeprecationTime } = image;
  if (!ImageId || !Name || !OwnerId) return { region, problem: `AWS described ${ImageId ?? "an image"} without name or owner` };
  if (State !== undefined && State !== "available") return { region, problem: `${ImageId} is ${State}, not available` };
  return {
    region,
    id: ImageId,
    name: Name,
    owner: OwnerId,
    ...(ImageOwnerAlias ? { ownerAlias: ImageOwnerAlias } : {}),
    ...(DeprecationTime ? { deprecation: DeprecationTime.slice(0, 10) } : {}),
    source,
  };
}

/** What AWS refused, in words; its own message may name the caller, so only the known codes are explained. */
function awsReason(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  if (name === "CredentialsProviderError" || name === "TokenProviderError") {
    return "no AWS credentials were found; set AWS_PROFILE, log in with aws sso login, or export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
  }
  if (/^(AccessDenied|AccessDeniedException|UnauthorizedOperation)$/.test(name)) {
    return "the credentials may not read; allow ssm:GetParameter and ec2:DescribeImages";
  }
  if (/^(AuthFailure|InvalidClientTokenId|UnrecognizedClientException|ExpiredToken|ExpiredTokenException|RequestExpired)$/.test(name)) {
    return `AWS refused the credentials (${name}); log in again, and check that the region is enabled for the account`;
  }
  if (name === "InvalidAMIID.NotFound") return "the image that AWS's own parameter names no longer exists; pin a newer release";
  const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
  return `AWS could not be asked: ${name || "error"}${code}; check the region's name and the network`;
}
