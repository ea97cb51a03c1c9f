import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../catalog";
import { userDataHoldsNoSecret } from "../../../policies/rules/user-data-holds-no-secret";
import { containing } from "../matchers";
import { base64, resource } from "../resources";

const judge = (userData: unknown, type = "aws:ec2/launchTemplate:LaunchTemplate") =>
  userDataHoldsNoSecret.judge(resource(type, { userData }), {});
/** Put together here, so that no scanner takes this file for a leak. */
const fake = (...parts: string[]) => parts.join("");

describe("a secret", () => {
  it.each([
    ["an AWS access key id", fake("AWS_ACCESS_KEY_ID=AK", "IAIOSFODNN7EXAMPLE")],
    ["an AWS secret access key", fake("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/", "bPxRfiCYEXAMPLEKEY")],
    ["a private key", fake("-----BEGIN RSA PRI", "VATE KEY-----")],
    ["a GitHub token", fake("git clone https://x-access-token:gh", "p_0123456789abcdefghijABCDEFGHIJ456789@github.com/a/b")],
    ["a Hugging Face token", fake("huggingface-cli login --token hf", "_abcdefghijklmnopqrstuvwxyzABCDEFGH")],
    ["an NGC API key", fake("echo nvapi", "-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ")],
    ["a password in an address", fake("psql postgres://gpu:hun", "ter22@db/notebooks")],
    ["a password or token", "DB_PASSWORD=hunter22"],
    ["a password or token", "  password: 'hunter22'"],
    ["a password or token", "jupyter lab --NotebookApp.token=hunter22"],
    ["a password or token", "curl --token hunter22"],
  ])("that looks like %s is found, and never printed", (what, line) => {
    const found = judge(base64(`#!/bin/bash\n${line}\n`));
    expect(found).toEqual([{ kind: "violation", path: "userData:2", message: `looks like ${what}` }]);
  });

  it("is found in packed user data and in packed files", () => {
    const script = "#!/bin/bash\necho starting the notebook server now\nexport DB_PASSWORD=hunter22\n";
    expect(judge(gzipSync(script).toString("base64"))).toMatchObject([{ path: "userData:3" }]);
    const config = `#cloud-config\nwrite_files:\n  - encoding: gz+b64\n    content: ${gzipSync(script.repeat(3)).toString("base64")}\n    path: /x\n`;
    expect(judge(base64(config))).toMatchObject([{ kind: "violation", path: "userData", message: containing("packed file") }, {}, {}]);
  });
});

describe("what is no secret", () => {
  it.each([
    'DB_PASSWORD="$(aws secretsmanager get-secret-value --secret-id gpu --query SecretString --output text)"',
    "DB_PASSWORD=$PASSWORD_FROM_SSM",
    "TOKEN=`curl -s -X PUT http://169.254.169.254/latest/api/token`",
    "PASSWORD_FILE=/run/secrets/db",
    "export HF_TOKEN_ARN=arn:aws:secretsmanager:us-west-2:123456789012:secret:hf",
    "aws ecr get-login-password | docker login --username AWS --password-stdin 123456789012.dkr.ecr.us-west-2.amazonaws.com",
    "password: <fill in>",
    "# the token is read from the metadata service",
    "ssh_pwauth: false",
  ])("passes: %s", (line) => {
    expect(judge(base64(`#!/bin/bash\n${line}\n`))).toEqual([]);
  });

  it("is a resource without user data", () => {
    expect(judge(undefined)).toEqual([]);
  });
});

it("finds a secret in compact JSON, in a header and in a login, and passes their variables", () => {
  const value = fake("correct", "horse", "battery");
  for (const [line, variable] of [
    [`echo '{"user":"a","password":"${value}"}' > /etc/app.json`, `echo '{"user":"a","password":"'"$PASS"'"}' > /etc/app.json`],
    [`echo "{\\"password\\":\\"${value}\\"}" > /etc/app.json`, `echo "{\\"password\\":\\"$PASS\\"}" > /etc/app.json`],
    [`curl -H "Authorization: Bearer ${value}" https://example.com`, `curl -H "Authorization: Bearer $PASS" https://example.com`],
    [`docker login -u me -p ${value} example.com`, `docker login -u me -p "$PASS" example.com`],
  ] as const) {
    const found = judge(base64(`#!/bin/bash\n${line}\n`));
    expect(found).toMatchObject([{ kind: "violation", path: "userData:2" }]);
    expect(JSON.stringify(found)).not.toContain(value);
    expect(judge(base64(`#!/bin/bash\n${variable}\n`))).toEqual([]);
  }
});

it("is undecided on user data that is not known, or cannot be read", () => {
  expect(judge(UNKNOWN)).toMatchObject([{ kind: "undecided", path: "userData" }]);
  expect(judge(Buffer.from(Array.from({ length: 90 }, (_, i) => (i * 37 + 200) % 256)).toString("base64"))).toMatchObject([
    { kind: "undecided" },
  ]);
});
