import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../catalog";
import { sshAndJupyterAreClosed } from "../../../policies/rules/ssh-and-jupyter-are-closed";
import { resource } from "../resources";

const judge = (type: string, props: Record<string, unknown>) => sshAndJupyterAreClosed.judge(resource(type, props), {});
const group = (...ingress: unknown[]) => judge("aws:ec2/securityGroup:SecurityGroup", { ingress });
const open = (fromPort: unknown, toPort: unknown, protocol: unknown = "tcp") => ({ protocol, fromPort, toPort, cidrBlocks: ["0.0.0.0/0"] });

describe("a security group", () => {
  it("lets narrow sources and other ports pass", () => {
    expect(
      group({ ...open(22, 22), cidrBlocks: ["10.0.0.0/8", "203.0.113.7/32"] }, open(443, 443), open(22, 22, "udp"), {
        ...open(-1, -1, "icmp"),
      }),
    ).toEqual([]);
  });

  it("finds SSH and Jupyter, also inside a range or behind every protocol", () => {
    expect(group(open(22, 22), open(8000, 9000), open(0, 65535), open(0, 0, "-1"), open("22", "22"))).toMatchObject([
      { path: "ingress[0].cidrBlocks[0]", message: "SSH (22) open to the internet" },
      { path: "ingress[1].cidrBlocks[0]", message: "Jupyter (8888) open to the internet" },
      { path: "ingress[2].cidrBlocks[0]", message: "SSH (22), SSH (2222) and Jupyter (8888) open to the internet" },
      { path: "ingress[3].cidrBlocks[0]" },
      { path: "ingress[4].cidrBlocks[0]" },
    ]);
  });

  it("finds SSH on the port that containers use, alone and in a range with the usual one", () => {
    expect(group(open(2222, 2222), open(22, 2300), open(2223, 8887))).toMatchObject([
      { message: "SSH (2222) open to the internet" },
      { message: "SSH (22) and SSH (2222) open to the internet" },
    ]);
  });

  it("knows the internet in every spelling", () => {
    for (const cidr of ["0.0.0.0/0", "1.2.3.4/0", "0.0.0.0/1", "128.0.0.0/1"])
      expect(group({ ...open(22, 22), cidrBlocks: [cidr] })).toHaveLength(1);
    for (const cidr of ["::/0", "0::/0", "0:0:0:0:0:0:0:0/0", "2000::/3"]) {
      expect(group({ protocol: "tcp", fromPort: 22, toPort: 22, ipv6CidrBlocks: [cidr] })).toMatchObject([
        { path: "ingress[0].ipv6CidrBlocks[0]" },
      ]);
    }
  });

  it("is undecided on exactly what is not known", () => {
    expect(judge("aws:ec2/securityGroup:SecurityGroup", { ingress: UNKNOWN })).toMatchObject([{ kind: "undecided", path: "ingress" }]);
    expect(group({ ...open(22, 22), cidrBlocks: UNKNOWN })).toMatchObject([{ kind: "undecided", path: "ingress[0].cidrBlocks" }]);
    expect(group({ ...open(22, 22), cidrBlocks: ["10.0.0.0/8", UNKNOWN] })).toMatchObject([
      { kind: "undecided", path: "ingress[0].cidrBlocks[1]" },
    ]);
    expect(group(open(UNKNOWN, 22))).toMatchObject([{ kind: "undecided", path: "ingress[0].fromPort" }]);
    expect(group({ ...open(443, 443), cidrBlocks: UNKNOWN })).toEqual([]);
  });
});

it("reads rules that stand alone, of both kinds", () => {
  const rule = { type: "ingress", ...open(22, 22) };
  expect(judge("aws:ec2/securityGroupRule:SecurityGroupRule", rule)).toMatchObject([{ path: "cidrBlocks[0]" }]);
  expect(judge("aws:ec2/securityGroupRule:SecurityGroupRule", { ...rule, type: "egress" })).toEqual([]);
  const ingress = { ipProtocol: "tcp", fromPort: 8888, toPort: 8888, cidrIpv4: "0.0.0.0/0" };
  expect(judge("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", ingress)).toMatchObject([{ path: "cidrIpv4" }]);
  expect(judge("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", { ...ingress, cidrIpv4: "10.0.0.0/16" })).toEqual([]);
  const { cidrIpv4: _, ...six } = { ...ingress, fromPort: 2222, toPort: 2222, cidrIpv6: "::/0" };
  expect(judge("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", six)).toMatchObject([{ kind: "violation", path: "cidrIpv6" }]);
});

it("is undecided about a prefix list, whose ranges no plan has, where it reaches a shell", () => {
  const list = { protocol: "tcp", prefixListIds: ["pl-0123456789abcdef0"] };
  expect(group({ ...list, fromPort: 22, toPort: 22 })).toMatchObject([{ kind: "undecided", path: "ingress[0].prefixListIds" }]);
  expect(group({ ...list, fromPort: 443, toPort: 443 }, { ...list, fromPort: 22, toPort: 22, prefixListIds: [] })).toEqual([]);
  expect(judge("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", { ipProtocol: "-1", prefixListId: UNKNOWN })).toMatchObject([
    { kind: "undecided", path: "prefixListId" },
  ]);
});
