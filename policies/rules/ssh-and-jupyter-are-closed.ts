import { isUnknown, type Unknown } from "../../catalog";
import { at, type Dictionary, listAt, numberAt, pathOf, textAt } from "../reading/value";
import { type Finding, type Rule, undecided, violation } from "../rule";

const GROUPS = ["aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"];
const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const PORTS: readonly (readonly [number, string])[] = [
  [22, "SSH (22)"],
  // Where a container, or a host that hides its port, listens for SSH.
  [2222, "SSH (2222)"],
  [8888, "Jupyter (8888)"],
];

export const sshAndJupyterAreClosed: Rule = {
  name: "ssh-and-jupyter-are-closed",
  description: "No machine is open to the internet on SSH (22, 2222) or Jupyter (8888): both are shells.",
  severity: "critical",
  level: "mandatory",
  remedy: "Remove the rule and use SSM sessions (aws ssm start-session, with port forwarding for Jupyter), or allow one narrow range.",
  types: [...GROUPS, RULE, INGRESS],
  judge({ type, props }) {
    if (type === RULE) {
      const direction = textAt(props, "type");
      return direction === "egress" ? [] : judgeRule(props, [], "cidrBlocks", "ipv6CidrBlocks", "protocol");
    }
    if (type === INGRESS) return judgeRule(props, [], "cidrIpv4", "cidrIpv6", "ipProtocol");
    const ingress = listAt(props, "ingress");
    if (isUnknown(ingress)) return [undecided("ingress", "not known before the update")];
    return ingress.flatMap((rule, index) =>
      isUnknown(rule)
        ? [undecided(`ingress[${index}]`, "not known before the update")]
        : judgeRule(props, ["ingress", index], "cidrBlocks", "ipv6CidrBlocks", "protocol"),
    );
  },
};

function judgeRule(props: Dictionary, steps: readonly (string | number)[], ipv4: string, ipv6: string, protocol: string): Finding[] {
  const sources = [...sourcesAt(props, [...steps, ipv4]), ...sourcesAt(props, [...steps, ipv6])];
  const wide = sources.filter(({ cidr }) => isUnknown(cidr) || isOpen(cidr));
  // The rule of a group has a list of them, the rule of its own resource has one.
  const lists = ["prefixListIds", "prefixListId"].filter((key) => {
    const value = at(props, ...steps, key);
    return value !== undefined && !(Array.isArray(value) && value.length === 0);
  });
  if (wide.length === 0 && lists.length === 0) return [];
  const ports = portsOf(at(props, ...steps), protocol);
  const reached = isUnknown(ports) ? [] : PORTS.filter(([port]) => port >= ports[0] && port <= ports[1]).map(([, name]) => name);
  if (!isUnknown(ports) && reached.length === 0) return [];
  const unread = lists.map((key) =>
    undecided(pathOf([...steps, key]), "the ranges of a prefix list are not in the plan; they may be the internet"),
  );
  const open = wide.map(({ path, cidr }) => {
    if (isUnknown(cidr)) return undecided(path, "the source is not known before the update; it may be the internet");
    if (isUnknown(ports))
      return undecided(pathOf([...steps, "fromPort"]), "the ports are not known before the update, and the source is the internet");
    return violation(path, `${listed(reached)} open to the internet`);
  });
  return [...open, ...unread];
}

const listed = (names: readonly string[]): string =>
  names.length < 3 ? names.join(" and ") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

function sourcesAt(props: Dictionary, steps: readonly (string | number)[]): { readonly path: string; readonly cidr: string | Unknown }[] {
  const value = at(props, ...steps);
  if (typeof value === "string" || isUnknown(value)) return [{ path: pathOf(steps), cidr: value }];
  return Array.isArray(value)
    ? value.flatMap((cidr: unknown, index) =>
        typeof cidr === "string" || isUnknown(cidr) ? [{ path: pathOf([...steps, index]), cidr }] : [],
      )
    : [];
}

/** `0.0.0.0/0`, `::/0` in any spelling, and the halves and quarters of the internet that stand in for them. */
function isOpen(cidr: string): boolean {
  const [address = "", prefix] = cidr.trim().split("/");
  if (prefix === undefined) return false;
  return Number(prefix) < (address.includes(":") ? 16 : 8);
}

/** First and last port; every port for protocol `-1`, none for those without ports. */
function portsOf(rule: unknown, protocolKey: string): readonly [number, number] | Unknown {
  const protocol = at(rule, protocolKey);
  if (isUnknown(protocol)) return protocol;
  const name = String(protocol ?? "").toLowerCase();
  if (name === "-1" || name === "all") return [0, 65535];
  if (!["tcp", "6", ""].includes(name)) return [1, 0];
  const from = numberAt(rule, "fromPort");
  const to = numberAt(rule, "toPort");
  if (isUnknown(from)) return from;
  if (isUnknown(to)) return to;
  return [from === undefined || from === -1 ? 0 : from, to === undefined || to === -1 ? 65535 : to];
}
