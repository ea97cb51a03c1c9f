import { verdict } from "../../catalog";
import type { Verdict } from "../../catalog/answer";
import type { DeclaredRows } from "../../catalog/declared";
import type { AmiName, Question } from "../../catalog/question";
import type { GpuHost } from "./gpu-hosts";

/** Will it run: one host on one of its types. */
export interface HostVerdict {
  readonly host: GpuHost;
  /** Absent where no type is known. */
  readonly instanceType?: string;
  readonly verdict: Verdict;
}

/** One verdict for each host and type, from the host's claims. */
export const hostVerdicts = (hosts: readonly GpuHost[], declared: DeclaredRows | undefined): HostVerdict[] =>
  hosts.flatMap((host) => {
    const types = host.types.length > 0 ? host.types : [undefined];
    return types.map((instanceType) => ({
      host,
      ...(instanceType === undefined ? {} : { instanceType }),
      verdict: verdict(questionOf(host, instanceType, declared)),
    }));
  });

function questionOf({ claims }: GpuHost, instanceType: string | undefined, declared: DeclaredRows | undefined): Question {
  const ami = claims.ami === undefined ? undefined : amiName(claims.ami);
  return {
    ...(claims.driver === undefined ? {} : { driver: claims.driver }),
    ...(claims.cuda === undefined ? {} : { cuda: claims.cuda }),
    ...(claims.image === undefined ? {} : { image: claims.image }),
    ...(ami ? { ami } : {}),
    ...(instanceType === undefined ? {} : { instanceType }),
    ...(declared ? { declared } : {}),
  };
}

/** `family@release[/kubernetes]`; an AMI id says nothing by itself, and the driver claim stands beside it. */
function amiName(claim: string): AmiName | undefined {
  const [, family, release, kubernetes] = /^([^@]+)@([^/]+)(?:\/(.+))?$/.exec(claim) ?? [];
  return family && release ? { family, release, ...(kubernetes ? { kubernetes } : {}) } : undefined;
}
