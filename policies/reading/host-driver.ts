import type { DeclaredRows, Question, Verdict } from "../../catalog";
import { verdict } from "../../catalog";
import type { Context } from "../rule";
import { claimText } from "./claims";
import type { Host } from "./gpu-hosts";

/** The driver of a host: what lock and catalog know of the AMI wins; a claim counts only where they know nothing. */
export function driverOf({ ami, claims }: Host, type: string): Pick<Question, "ami" | "driver"> {
  const family = type.split(".", 1)[0] ?? type;
  const stated = ami?.drivers && (Object.hasOwn(ami.drivers, family) ? ami.drivers[family] : ami.drivers["*"]);
  if (ami) return { ami: ami.name, ...(stated === undefined ? {} : { driver: stated }) };
  const claimed = claimedAmi(claimText(claims.ami));
  const driver = claimText(claims.driver);
  return { ...(claimed === undefined ? {} : { ami: claimed }), ...(driver === undefined ? {} : { driver }) };
}

/** `family@release` or `family@release/kubernetes`. */
function claimedAmi(text: string | undefined): Question["ami"] {
  const match = /^([^@/]+)@([^@/]+)(?:\/(\d+\.\d+))?$/.exec(text ?? "");
  const [, family, release, kubernetes] = match ?? [];
  return family === undefined || release === undefined
    ? undefined
    : { family, release, ...(kubernetes === undefined ? {} : { kubernetes }) };
}

const declaredOf = ({ lock, declared }: Context): DeclaredRows => ({
  amis: [...(declared?.amis ?? []), ...(lock?.declared.amis ?? [])],
  images: [...(declared?.images ?? []), ...(lock?.declared.images ?? [])],
  instanceTypes: [...(declared?.instanceTypes ?? []), ...(lock?.declared.instanceTypes ?? [])],
});

const answers = new WeakMap<Context, Map<string, Verdict>>();

/** The catalog's verdict with the project's own rows. A plan asks the same few questions for thousands of hosts: each is judged once. */
export function verdictFor(question: Question, context: Context): Verdict {
  let known = answers.get(context);
  if (!known) {
    known = new Map();
    answers.set(context, known);
  }
  const key = JSON.stringify(question);
  let answer = known.get(key);
  if (!answer) {
    answer = verdict({ ...question, declared: declaredOf(context) });
    known.set(key, answer);
  }
  return answer;
}
