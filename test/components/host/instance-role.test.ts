import { describe, expect, it } from "vitest";
import { repositoryArn } from "../../../components/host/instance-role";
import { only, type Registered, record } from "../record";
import { gpuInstance } from "./gpu-instance-fixture";

const POLICY = "aws:iam/rolePolicy:RolePolicy";

interface Statement {
  Action: string[];
  Resource: string | string[];
  Condition?: unknown;
}

const statements = ({ inputs }: Registered): Statement[] => (JSON.parse(String(inputs.policy)) as { Statement: Statement[] }).Statement;
const allowing = (policy: Registered, action: string) => statements(policy).filter(({ Action }) => Action.includes(action));

const ECR = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/pytorch@sha256:${"a".repeat(64)}`;

describe("the machine's role", () => {
  it("pulls from exactly the image's repository", async () => {
    const policy = only(await record(() => gpuInstance({ imageUri: ECR })), POLICY, "box-rights");
    expect(allowing(policy, "ecr:BatchGetImage").map(({ Resource }) => Resource)).toEqual([
      "arn:aws:ecr:eu-west-1:123456789012:repository/team/pytorch",
    ]);
  });

  it("has no right in ECR where the image is elsewhere", async () => {
    const policy = only(await record(() => gpuInstance()), POLICY, "box-rights");
    expect(allowing(policy, "ecr:GetAuthorizationToken")).toEqual([]);
  });

  it("reads exactly its secrets, each through its own service", async () => {
    const token = "arn:aws:secretsmanager:us-west-2:123456789012:secret:token-AbCdEf";
    const key = "arn:aws:ssm:us-west-2:123456789012:parameter/key";
    const policy = only(await record(() => gpuInstance({ container: { secrets: { TOKEN: token, KEY: key } } })), POLICY, "box-rights");
    expect(allowing(policy, "secretsmanager:GetSecretValue").map(({ Resource }) => Resource)).toEqual([[token]]);
    expect(allowing(policy, "ssm:GetParameter").map(({ Resource }) => Resource)).toEqual([[key]]);
    expect(allowing(policy, "kms:Decrypt")).toEqual([]);
  });

  it("writes only to its own log group", async () => {
    const policy = only(await record(() => gpuInstance()), POLICY, "box-rights");
    expect(allowing(policy, "logs:PutLogEvents").map(({ Resource }) => Resource)).toEqual([expect.stringMatching(/box-logs:\*$/)]);
  });

  it("changes only its own groups, and tags only their machines with the boot result", async () => {
    const policy = only(await record(() => gpuInstance({ capacity: "spot-then-on-demand" })), POLICY, "box-group-rights");
    expect(allowing(policy, "autoscaling:SuspendProcesses").map(({ Resource }) => Resource)).toEqual([
      ["arn:aws:autoscaling:us-west-2:123456789012:Group/box", "arn:aws:autoscaling:us-west-2:123456789012:Group/box-on-demand"],
    ]);
    expect(allowing(policy, "ec2:CreateTags")).toEqual([
      expect.objectContaining({
        Resource: "arn:aws:ec2:us-west-2:123456789012:instance/*",
        Condition: {
          StringEquals: { "ec2:ResourceTag/aws:autoscaling:groupName": ["box", "box-on-demand"] },
          "ForAllValues:StringEquals": { "aws:TagKeys": ["pulumi-gpu:boot"] },
        },
      }),
    ]);
  });

  it("allows everything only where AWS knows no resource", async () => {
    const seen = await record(() => gpuInstance({ imageUri: ECR, capacity: "spot-then-on-demand" }));
    const open = seen
      .filter(({ type }) => type === POLICY)
      .flatMap((policy) =>
        statements(policy)
          .filter(({ Resource }) => Resource === "*")
          .flatMap(({ Action }) => Action),
      );
    expect([...new Set(open)].sort()).toEqual([
      "autoscaling:DescribeAutoScalingGroups",
      "autoscaling:DescribeAutoScalingInstances",
      "autoscaling:DescribeTags",
      "ecr:GetAuthorizationToken",
      "ssm:UpdateInstanceInformation",
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ]);
  });

  it("stays inside the boundary and path that it was given, on every role", async () => {
    const seen = await record(() =>
      gpuInstance({ capacity: "spot-then-on-demand", permissionsBoundary: "arn:aws:iam::123456789012:policy/edge", rolePath: "/gpu/" }),
    );
    const roles = seen
      .filter(({ type }) => type === "aws:iam/role:Role")
      .map(({ inputs: { path, permissionsBoundary } }) => ({ path, permissionsBoundary }));
    expect(roles).toEqual(Array(3).fill({ path: "/gpu/", permissionsBoundary: "arn:aws:iam::123456789012:policy/edge" }));
  });
});

describe("the ARN of a repository", () => {
  it.each([
    [ECR, "arn:aws:ecr:eu-west-1:123456789012:repository/team/pytorch"],
    [`123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/a@sha256:${"a".repeat(64)}`, "arn:aws-cn:ecr:cn-north-1:123456789012:repository/a"],
    [
      `123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com/a@sha256:${"a".repeat(64)}`,
      "arn:aws-us-gov:ecr:us-gov-west-1:123456789012:repository/a",
    ],
    ["docker.io/pytorch/pytorch:2.8.0", undefined],
    ["evil.example/123456789012.dkr.ecr.us-west-2.amazonaws.com/a", undefined],
  ])("of %s is %s", (uri, arn) => {
    expect(repositoryArn(uri)).toBe(arn);
  });
});
