import { InternetGateway, Route, RouteTableAssociation, VpcEndpoint } from "@pulumi/aws/ec2";
import { Provider } from "@pulumi/aws/provider";
import { type CustomResourceOptions, type Output, output, type Resource } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { GpuNetwork, type GpuNetworkArgs } from "../../../components/network/gpu-network";
import { record } from "../record";

const KEY = "arn:aws:kms:us-west-2:123456789012:key/1";
const ZONES = ["us-east-1a", "us-east-1b"];
const NEW: GpuNetworkArgs = { newVpc: { availabilityZones: ZONES } };
const EXISTING: GpuNetworkArgs = { existing: { vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] } };
const ANSWERS = {
  "aws:ec2/getVpc:getVpc": { arn: "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1", cidrBlock: "172.31.0.0/16" },
};

const promised = <T>(value: Output<T>): Promise<T> => new Promise((resolve) => void value.apply(resolve));

const build = (args: GpuNetworkArgs) => () => new GpuNetwork("net", args);
const urns = async (args: GpuNetworkArgs, preview = false) =>
  (await record(build(args), { preview, answers: ANSWERS })).map(({ type, name }) => `${type} ${name}`).sort();

describe("an existing VPC", () => {
  it("is taken as it is: nothing is made in it", async () => {
    expect(await urns(EXISTING)).toEqual(["gpu:index:GpuNetwork net"]);
  });

  it("gets a free gateway endpoint for S3 only where its route tables are named", async () => {
    const seen = await record(build({ existing: { vpcId: "vpc-1", subnetIds: ["subnet-1"], routeTableIds: ["rtb-1"] } }), {
      answers: ANSWERS,
    });
    expect(seen.filter(({ custom }) => custom).map(({ inputs }) => inputs)).toEqual([
      expect.objectContaining({
        vpcId: "vpc-1",
        vpcEndpointType: "Gateway",
        serviceName: "com.amazonaws.eu-west-1.s3",
        routeTableIds: ["rtb-1"],
      }),
    ]);
  });

  it("gets interface endpoints that its own range alone may call, on 443", async () => {
    const seen = await record(build({ ...EXISTING, interfaceEndpoints: ["ssm", "ecr.dkr"] }), { answers: ANSWERS });
    const group = seen.find(({ type }) => type === "aws:ec2/securityGroup:SecurityGroup");
    expect(group?.inputs.ingress).toEqual([
      { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["172.31.0.0/16"], description: "HTTPS from the VPC" },
    ]);
    const endpoints = seen.filter(({ type }) => type === "aws:ec2/vpcEndpoint:VpcEndpoint").map(({ inputs }) => inputs);
    expect(endpoints).toEqual([
      expect.objectContaining({
        serviceName: "com.amazonaws.eu-west-1.ssm",
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: ["subnet-1", "subnet-2"],
        securityGroupIds: ["net-endpoints-id"],
      }),
      expect.objectContaining({ serviceName: "com.amazonaws.eu-west-1.ecr.dkr" }),
    ]);
  });
});

describe("a new VPC", () => {
  it("has these URNs, which are contract: renaming one replaces it", async () => {
    expect(await urns(NEW)).toEqual([
      "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup net-default",
      "aws:ec2/internetGateway:InternetGateway net",
      "aws:ec2/route:Route net-public",
      "aws:ec2/routeTable:RouteTable net-public",
      "aws:ec2/routeTableAssociation:RouteTableAssociation net-public-us-east-1a",
      "aws:ec2/routeTableAssociation:RouteTableAssociation net-public-us-east-1b",
      "aws:ec2/subnet:Subnet net-public-us-east-1a",
      "aws:ec2/subnet:Subnet net-public-us-east-1b",
      "aws:ec2/vpc:Vpc net",
      "aws:ec2/vpcEndpoint:VpcEndpoint net-s3-gateway",
      "gpu:index:GpuNetwork net",
    ]);
  });

  it("shows in preview everything it deploys", async () => {
    const all: GpuNetworkArgs = {
      newVpc: { availabilityZones: ZONES, subnets: "private", nat: "per-zone" },
      interfaceEndpoints: ["ssm", "logs"],
      flowLogDays: 30,
    };
    expect(await urns(all, true)).toEqual(await urns(all));
  });

  it("keeps each zone's range when zones are added, removed or reordered", async () => {
    const ranges = async (availabilityZones: string[]) =>
      Object.fromEntries(
        (await record(build({ newVpc: { availabilityZones } })))
          .filter(({ type }) => type === "aws:ec2/subnet:Subnet")
          .map(({ inputs }): [string, unknown] => [String(inputs.availabilityZone), inputs.cidrBlock]),
      );
    expect(await ranges(["us-east-1d", "us-east-1a"])).toEqual({ "us-east-1a": "10.0.0.0/20", "us-east-1d": "10.0.48.0/20" });
    expect(await ranges(["us-east-1a", "us-east-1b", "us-east-1d"])).toEqual({
      "us-east-1a": "10.0.0.0/20",
      "us-east-1b": "10.0.16.0/20",
      "us-east-1d": "10.0.48.0/20",
    });
  });

  it("empties the default security group, which it owns with the VPC", async () => {
    const group = (await record(build(NEW))).find(({ type }) => type === "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup");
    expect(group?.inputs).toEqual({ vpcId: "net-id", tags: { Name: "net-default" } });
  });

  it("has no inbound rule anywhere without endpoints", async () => {
    const seen = await record(build(NEW));
    expect(seen.filter(({ inputs }) => inputs.ingress !== undefined)).toEqual([]);
  });

  it("makes NAT gateways and their addresses only once the internet gateway is there, which AWS demands", async () => {
    const after: Record<string, string[]> = {};
    await record(
      () =>
        new GpuNetwork(
          "net",
          { newVpc: { availabilityZones: ["us-east-1a"], subnets: "private", nat: "single" } },
          {
            transformations: [
              ({ type, name, opts, props }) => {
                const { dependsOn } = opts as CustomResourceOptions;
                if (Array.isArray(dependsOn) && dependsOn.length > 0)
                  after[`${type} ${name}`] = dependsOn.map((one) => (InternetGateway.isInstance(one) ? "internet gateway" : "another"));
                return { props, opts };
              },
            ],
          },
        ),
    );
    expect(after).toEqual({
      "aws:ec2/eip:Eip net-nat-us-east-1a": ["internet gateway"],
      "aws:ec2/natGateway:NatGateway net-us-east-1a": ["internet gateway"],
    });
  });

  const zone = { availabilityZones: ["us-east-1a"] };
  it.each<[string, GpuNetworkArgs, string[]]>([
    ["public", { newVpc: zone }, ["net-public", "net-public-us-east-1a", "net-s3-gateway"]],
    [
      "private",
      { newVpc: { ...zone, subnets: "private", nat: "single" } },
      ["net-private-us-east-1a", "net-private-us-east-1a", "net-public", "net-public-us-east-1a", "net-s3-gateway"],
    ],
    [
      "private",
      { newVpc: { ...zone, subnets: "private" }, interfaceEndpoints: ["ssm", "ssmmessages"] },
      ["net-private-us-east-1a", "net-s3-gateway", "net-ssm", "net-ssmmessages"],
    ],
    [
      "existing",
      { existing: { vpcId: "vpc-1", subnetIds: ["subnet-1"], routeTableIds: ["rtb-1"] }, interfaceEndpoints: ["ssm"] },
      ["net-s3-gateway", "net-ssm"],
    ],
  ])("lets a machine start in %s subnets only when they have their way out: %j", async (_subnets, args, expected) => {
    let waits: string[] = [];
    await record(
      () => {
        const { network } = new GpuNetwork("net", args);
        output(network.subnetIds).apply(async () => {
          const resources = await (network.subnetIds as unknown as { allResources(): Promise<Set<Resource>> }).allResources();
          const waysOut = [Route, RouteTableAssociation, VpcEndpoint];
          const awaited = [...resources].filter((one) => waysOut.some((type) => type.isInstance(one)));
          waits = await Promise.all(awaited.map(async ({ urn }) => (await promised(urn)).split("::").at(-1) ?? ""));
        });
      },
      { answers: ANSWERS },
    );
    expect(waits.sort()).toEqual(expected);
  });

  it.each([
    ["cn-north-1", "cn.com.amazonaws"],
    ["eusc-de-east-1", "eu.amazonaws"],
    ["us-gov-west-1", "com.amazonaws"],
  ])("names the endpoints of %s as AWS does there", async (region, own) => {
    const seen = await record(
      build({
        newVpc: { availabilityZones: [`${region}a`], subnets: "private" },
        interfaceEndpoints: ["ssm", "ssmmessages", "ecr.api"],
      }),
    );
    expect(seen.flatMap(({ inputs }) => (inputs.serviceName === undefined ? [] : [inputs.serviceName])).sort()).toEqual(
      [`${own}.${region}.ecr.api`, ...["s3", "ssm", "ssmmessages"].map((service) => `com.amazonaws.${region}.${service}`)].sort(),
    );
  });

  it("routes private subnets through one NAT gateway or one a zone, by choice", async () => {
    const gateways = async (nat: "single" | "per-zone") => {
      const seen = await record(build({ newVpc: { availabilityZones: ZONES, subnets: "private", nat } }));
      return seen
        .filter(({ type, inputs }) => type === "aws:ec2/route:Route" && inputs.natGatewayId !== undefined)
        .map(({ name, inputs }) => [name, inputs.natGatewayId]);
    };
    expect(await gateways("single")).toEqual([
      ["net-private-us-east-1a", "net-us-east-1a-id"],
      ["net-private-us-east-1b", "net-us-east-1a-id"],
    ]);
    expect(await gateways("per-zone")).toEqual([
      ["net-private-us-east-1a", "net-us-east-1a-id"],
      ["net-private-us-east-1b", "net-us-east-1b-id"],
    ]);
  });

  it("has no way out of private subnets but the endpoints where neither NAT nor proxy is asked for", async () => {
    const seen = await urns({ newVpc: { availabilityZones: ZONES, subnets: "private" }, interfaceEndpoints: ["ssm", "ssmmessages"] });
    expect(seen.filter((urn) => /internetGateway|natGateway|:Route |subnet:Subnet net-public/.test(urn))).toEqual([]);
    expect(seen).toContain("aws:ec2/vpcEndpoint:VpcEndpoint net-ssmmessages");
  });

  it("logs its flows into a group of its own that only the role may write to", async () => {
    const seen = await record(build({ ...NEW, flowLogDays: 30, kmsKeyId: KEY, rolePath: "/gpu/", permissionsBoundary: "boundary-arn" }));
    const inputs = (type: string) => seen.find((resource) => resource.type === type)?.inputs;
    expect(inputs("aws:cloudwatch/logGroup:LogGroup")).toMatchObject({ retentionInDays: 30, kmsKeyId: KEY });
    expect(inputs("aws:iam/role:Role")).toMatchObject({ path: "/gpu/", permissionsBoundary: "boundary-arn" });
    expect(JSON.stringify(inputs("aws:iam/rolePolicy:RolePolicy")?.policy)).toContain("LogGroup/net-flow:*");
  });

  it("tags everything that takes tags", async () => {
    const seen = await record(build({ ...NEW, tags: { team: "vision" } }));
    const untagged = seen
      .filter(({ custom, inputs }) => custom && (inputs.tags as Record<string, string> | undefined)?.team !== "vision")
      .map(({ type }) => type);
    expect(new Set(untagged)).toEqual(new Set(["aws:ec2/route:Route", "aws:ec2/routeTableAssociation:RouteTableAssociation"]));
  });
});

it("hands proxy and CA bundle on to the instances", async () => {
  const proxy = { https: "http://proxy.internal:3128", noProxy: [".internal"] };
  const caBundle = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
  let network: GpuNetwork | undefined;
  await record(() => {
    network = new GpuNetwork("net", { ...EXISTING, proxy, caBundle });
  });
  expect(network?.network).toMatchObject({ proxy, caBundle });
});

it("follows the providers it is given: two accounts and two regions in one program", async () => {
  const seen = await record(() => {
    for (const [name, region] of [
      ["blue", "us-east-1"],
      ["green", "eu-west-1"],
    ] as const) {
      const provider = new Provider(name, { region, assumeRoles: [{ roleArn: `arn:aws:iam::${name}:role/deploy` }] });
      new GpuNetwork(
        name,
        { newVpc: { availabilityZones: [`${region}a`], subnets: "private" }, interfaceEndpoints: ["ssm", "ssmmessages"], flowLogDays: 7 },
        { provider },
      );
    }
  });
  const wrong = seen
    .filter(({ custom, type }) => custom && !type.startsWith("pulumi:providers:"))
    .filter(({ name, provider }) => !provider?.includes(`::${name.split("-")[0]}::`));
  expect(wrong).toEqual([]);
  expect(seen.map(({ inputs }) => inputs.serviceName).filter(Boolean)).toEqual(
    expect.arrayContaining(["com.amazonaws.us-east-1.ssm", "com.amazonaws.eu-west-1.ssm"]),
  );
});

describe("bad arguments", () => {
  const bad: GpuNetworkArgs = {
    newVpc: {
      cidr: "10.0.0.1/16",
      availabilityZones: ["us-east-1a", "us-east-1a", "eu-west-1b", "here"],
      subnets: "public",
      nat: "single",
    },
    existing: { vpcId: "vpc-1", subnetIds: [] },
    interfaceEndpoints: ["ssm", "ssm", "sqs" as "ssm"],
    flowLogDays: 31,
    proxy: { https: "http://user:canary@proxy:3128", http: "proxy" },
    caBundle: "/etc/ssl/ca.pem",
    kmsKeyId: "alias/gpu",
    tags: { "aws:x": "y" },
    rolePath: "/gpu",
  };

  it("are reported all at once, each with its way out", () => {
    let message = "";
    try {
      new GpuNetwork("net", bad);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message.split("\n")).toEqual([
      "GpuNetwork 'net' has invalid arguments",
      "  - newVpc: existing and newVpc exclude each other; drop newVpc to use the VPC that is there",
      "  - existing.subnetIds: name at least one subnet",
      "  - interfaceEndpoints[1]: 'ssm' is named twice; each costs",
      expect.stringContaining("  - interfaceEndpoints[2]: 'sqs' is none of autoscaling, ec2"),
      expect.stringContaining("  - flowLogDays: CloudWatch Logs keeps for 1, 3, 5"),
      "  - proxy.http: is no http or https address such as http://proxy.internal:3128",
      "  - proxy.https: holds a user name or password, which user data would show; let the proxy admit the VPC's addresses instead",
      "  - caBundle: holds no certificate; pass the text of a PEM file, not its path",
      '  - tags["aws:x"]: keys that begin with aws: are kept by AWS; use another key',
      "  - rolePath: '/gpu' must begin and end with a slash and have at most 512 characters, such as /gpu/",
      expect.stringContaining("  - kmsKeyId: must be the ARN of the key"),
      "  - newVpc.cidr: '10.0.0.1/16' does not begin at a /16 boundary; use 10.0.0.0/16",
      "  - newVpc.availabilityZones[1]: 'us-east-1a' is named twice; name each zone once",
      "  - newVpc.availabilityZones[3]: 'here' is no availability zone name such as us-east-1a; for local and wavelength zones pass 'existing'",
      "  - newVpc.availabilityZones: a VPC lies in one region, got zones of us-east-1 and eu-west-1",
      "  - newVpc.nat: public subnets reach out by themselves; drop nat, or set subnets to 'private'",
    ]);
    expect(message).not.toContain("canary");
  });

  it("register nothing", async () => {
    expect(await record(() => expect(() => new GpuNetwork("net", bad)).toThrow())).toEqual([]);
  });

  it("include private subnets from which no session could be opened", () => {
    expect(build({ newVpc: { availabilityZones: ZONES, subnets: "private" } })).toThrow(
      "newVpc.subnets: private subnets without nat, proxy and the interface endpoints ssm and ssmmessages admit no session; add one of the three",
    );
  });

  it("include no VPC at all", () => {
    expect(build({})).toThrow("existing: name the VPC: existing { vpcId, subnetIds }, or newVpc { availabilityZones } to make one");
  });
});
