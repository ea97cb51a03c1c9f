import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { placeOf } from "../../lib/arn";
import { partitionOf } from "../../lib/partition";
import type { Tags } from "../../lib/tags";
import { type Transform, transformed } from "../../lib/transform";
import { trusts } from "../../lib/trust-policy";

/** One statement of a role's policy. */
export interface Statement {
  Effect: "Allow";
  Action: string[];
  Resource: pulumi.Input<string> | pulumi.Input<string>[];
  Condition?: Record<string, Record<string, pulumi.Input<string> | string[]>>;
}

export interface InstanceRoleArgs {
  /** What the machine pulls. */
  readonly imageUri: pulumi.Input<string>;
  readonly logGroupArn: pulumi.Input<string>;
  readonly secretArns: readonly pulumi.Input<string>[];
  readonly secretsKmsKeyArn?: pulumi.Input<string>;
  readonly policyArns: readonly pulumi.Input<string>[];
  /** Rights of what a component adds to its machine. */
  readonly statements: readonly Statement[];
  readonly permissionsBoundary?: pulumi.Input<string>;
  readonly path?: string;
  readonly tags: Tags;
  readonly transform?: Transform<iam.RoleArgs>;
}

const ECR = /^(\d{12})\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^@:]+)/;

/** ARN of the ECR repository behind an image; undefined for any other registry. */
export function repositoryArn(imageUri: string): string | undefined {
  const [, account, region = "", repository] = ECR.exec(imageUri) ?? [];
  return account === undefined ? undefined : `arn:${partitionOf(region).name}:ecr:${region}:${account}:repository/${repository}`;
}

/**
 * Session Manager and nothing else of Systems Manager: the managed policy AmazonSSMManagedInstanceCore would also let the machine read every
 * parameter of the account. These calls know no narrower resource.
 */
const SESSIONS: Statement = {
  Effect: "Allow",
  Action: [
    "ssm:UpdateInstanceInformation",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
  ],
  Resource: "*",
};

const secretStatements = (arns: readonly string[], kmsKeyArn: string | undefined): Statement[] => {
  const of = (service: string) => arns.filter((arn) => arn.split(":")[2] === service);
  const manager = of("secretsmanager");
  const parameters = of("ssm");
  return [
    ...(manager.length > 0 ? [{ Effect: "Allow" as const, Action: ["secretsmanager:GetSecretValue"], Resource: manager }] : []),
    ...(parameters.length > 0 ? [{ Effect: "Allow" as const, Action: ["ssm:GetParameter"], Resource: parameters }] : []),
    ...(kmsKeyArn === undefined ? [] : [{ Effect: "Allow" as const, Action: ["kms:Decrypt"], Resource: kmsKeyArn }]),
  ];
};

const pullStatements = (imageUri: string): Statement[] => {
  const repository = repositoryArn(imageUri);
  if (repository === undefined) return [];
  return [
    // The login knows no resource; what may be pulled is one repository.
    { Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" },
    {
      Effect: "Allow",
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: repository,
    },
  ];
};

export const policyDocument = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** The machine's role and profile: sessions, its own log group, its own image, its own secrets. */
export function instanceRole(name: string, args: InstanceRoleArgs, parent: pulumi.Resource) {
  const opts = { parent };
  const role = new iam.Role(
    `${name}-role`,
    transformed<iam.RoleArgs>(
      {
        description: `Machine of the GPU instance ${name}`,
        assumeRolePolicy: trusts("ec2"),
        path: args.path,
        permissionsBoundary: args.permissionsBoundary,
        tags: args.tags,
      },
      args.transform,
    ),
    opts,
  );
  const policy = pulumi
    .all([
      args.imageUri,
      args.logGroupArn,
      pulumi.all([...args.secretArns]),
      pulumi.output(args.secretsKmsKeyArn),
      pulumi.output([...args.statements]),
    ])
    .apply(([imageUri, logGroupArn, secretArns, kmsKeyArn, statements]) =>
      policyDocument([
        SESSIONS,
        { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: `${logGroupArn}:*` },
        ...pullStatements(imageUri),
        ...secretStatements(secretArns, kmsKeyArn),
        ...statements,
      ]),
    );
  const rights = new iam.RolePolicy(`${name}-rights`, { role: role.id, policy }, opts);
  const attachments = args.policyArns.map(
    (policyArn, i) => new iam.RolePolicyAttachment(`${name}-policy-${i}`, { role: role.name, policyArn }, opts),
  );
  const profile = new iam.InstanceProfile(`${name}-profile`, { role: role.name, path: args.path, tags: args.tags }, opts);
  return { role, profile, rights: [rights, ...attachments] };
}

/**
 * What the boot check, and `more`, may do to its own group and to machines of that group. It needs the groups, so it comes after them; the scripts retry.
 */
export function groupRights(
  name: string,
  role: iam.Role,
  groups: readonly { name: pulumi.Output<string>; arn: pulumi.Output<string> }[],
  parent: pulumi.Resource,
  more: readonly string[] = [],
) {
  const policy = pulumi
    .all([pulumi.all(groups.map((group) => group.arn)), pulumi.all(groups.map((group) => group.name))])
    .apply(([arns, names]) => {
      const { partition, region, account } = placeOf(arns[0] ?? "");
      return policyDocument([
        // Describing knows no resource.
        {
          Effect: "Allow",
          Action: ["autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeAutoScalingInstances", "autoscaling:DescribeTags"],
          Resource: "*",
        },
        {
          Effect: "Allow",
          Action: ["autoscaling:CreateOrUpdateTags", "autoscaling:SetInstanceHealth", "autoscaling:SuspendProcesses", ...more],
          Resource: arns,
        },
        {
          Effect: "Allow",
          Action: ["ec2:CreateTags"],
          Resource: `arn:${partition}:ec2:${region}:${account}:instance/*`,
          Condition: {
            // AWS writes this tag on every machine that a group starts: no other group's machine can be tagged, and no other key.
            StringEquals: { "ec2:ResourceTag/aws:autoscaling:groupName": names },
            "ForAllValues:StringEquals": { "aws:TagKeys": ["pulumi-gpu:boot"] },
          },
        },
      ]);
    });
  return new iam.RolePolicy(`${name}-group-rights`, { role: role.id, policy }, { parent });
}
