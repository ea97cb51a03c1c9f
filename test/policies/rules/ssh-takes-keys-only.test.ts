import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../catalog";
import { sshTakesKeysOnly } from "../../../policies/rules/ssh-takes-keys-only";
import { containing } from "../matchers";
import { base64, resource } from "../resources";

const judge = (type: string, props: Record<string, unknown>) => sshTakesKeysOnly.judge(resource(type, props), {});
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const inScript = (line: string) => judge(TEMPLATE, { userData: base64(`#!/bin/bash\n${line}\n`) });

describe("user data", () => {
  it.each([
    ["password", "echo 'PasswordAuthentication yes' >> /etc/ssh/sshd_config"],
    ["password", "sed -i 's/^#\\?PasswordAuthentication .*/PasswordAuthentication yes/' /etc/ssh/sshd_config"],
    ["password", "sed -i 's/PasswordAuthentication no/PasswordAuthentication yes/' /etc/ssh/sshd_config"],
    ["root", "sed -ri 's|^PermitRootLogin .*|PermitRootLogin yes|' /etc/ssh/sshd_config && systemctl restart sshd"],
    ["root", "/usr/sbin/sshd -o PermitRootLogin=yes"],
    ["without a password", "PermitEmptyPasswords yes"],
    ["password", "ssh_pwauth: true"],
  ])("that lets in by %s is found: %s", (what, line) => {
    expect(inScript(line)).toEqual([{ kind: "violation", path: "userData:2", message: containing(what) }]);
  });

  it.each([
    "sed -i 's/PasswordAuthentication yes/PasswordAuthentication no/' /etc/ssh/sshd_config",
    "echo 'PermitRootLogin prohibit-password' >> /etc/ssh/sshd_config",
    "# PasswordAuthentication yes",
    "grep -q 'PasswordAuthentication yes' /etc/ssh/sshd_config && exit 1",
    "ssh_pwauth: false",
    "systemctl start sshd",
  ])("passes: %s", (line) => {
    expect(inScript(line)).toEqual([]);
  });

  it("is undecided where it is not known, and not applicable without any", () => {
    expect(judge(TEMPLATE, { userData: UNKNOWN })).toMatchObject([{ kind: "undecided", path: "userData" }]);
    expect(judge(TEMPLATE, {})).toEqual([]);
  });
});

it("reads the command of a container, and an sshd_config in a ConfigMap", () => {
  const pod = (args: unknown) => ({ spec: { template: { spec: { containers: [{ name: "ssh", image: "x", args }] } } } });
  expect(judge("kubernetes:apps/v1:Deployment", pod(["/usr/sbin/sshd", "-D", "-oPermitRootLogin=yes"]))).toMatchObject([
    { kind: "violation", path: "spec.template.spec.containers[0].args[2]" },
  ]);
  expect(judge("kubernetes:apps/v1:Deployment", pod(["/usr/sbin/sshd", "-D"]))).toEqual([]);
  const data = { sshd_config: "Port 2222\nPasswordAuthentication yes\n" };
  expect(judge("kubernetes:core/v1:ConfigMap", { data })).toMatchObject([{ path: "data.sshd_config:2" }]);
});
