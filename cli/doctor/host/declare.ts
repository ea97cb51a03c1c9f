import { hostname } from "node:os";
import type { DeclaredAmi } from "../../../catalog/declared";
import { updateLock } from "../../../lock/update";
import { UsageError } from "../../command";
import type { HostFacts } from "./facts";

/** The machine's id and AMI, from EC2's metadata service; empty elsewhere. */
export async function identity(endpoint = "http://169.254.169.254"): Promise<{ instanceId?: string; ami?: string }> {
  const signal = AbortSignal.timeout(2000);
  try {
    const token = await fetch(`${endpoint}/latest/api/token`, {
      method: "PUT",
      headers: { "X-aws-ec2-metadata-token-ttl-seconds": "60" },
      signal,
    }).then((response) => (response.ok ? response.text() : undefined));
    if (token === undefined) return {};
    const read = (name: string) =>
      fetch(`${endpoint}/latest/meta-data/${name}`, { headers: { "X-aws-ec2-metadata-token": token }, signal }).then((response) =>
        response.ok ? response.text() : undefined,
      );
    const [instanceId, ami] = await Promise.all([read("instance-id"), read("ami-id")]);
    return { ...(instanceId === undefined ? {} : { instanceId }), ...(ami === undefined ? {} : { ami }) };
  } catch {
    return {};
  }
}

const CPUS: Readonly<Record<string, DeclaredAmi["architecture"]>> = { x64: "x86_64", arm64: "arm64" };

/** Writes what the host showed as a declared row of its AMI; an earlier row of the same AMI gives way. Answers the row. */
export async function declareAmi(
  path: string,
  ami: string | undefined,
  facts: HostFacts,
  instanceId: string | undefined,
): Promise<DeclaredAmi> {
  if (ami === undefined) throw new UsageError("this host does not say which AMI it runs; name it: --ami ami-0123456789abcdef0");
  if (facts.driver === undefined) throw new UsageError("the driver does not answer, so there is nothing to declare");
  const row: DeclaredAmi = {
    ami,
    driver: facts.driver,
    ...(facts.kernelModule === undefined ? {} : { kernelModule: facts.kernelModule }),
    ...(typeof facts.containerToolkit === "string" ? { containerToolkit: facts.containerToolkit } : {}),
    ...(CPUS[process.arch] === undefined ? {} : { architecture: CPUS[process.arch] }),
    source: `pulumi-gpu doctor on ${instanceId ?? hostname()}${facts.instanceType === undefined ? "" : `, ${facts.instanceType}`}`,
    checked: new Date().toISOString().slice(0, 10),
  };
  await updateLock(path, (lock) => ({
    ...lock,
    declared: { ...lock.declared, amis: [...(lock.declared.amis ?? []).filter((other) => other.ami !== ami), row] },
  }));
  return row;
}
