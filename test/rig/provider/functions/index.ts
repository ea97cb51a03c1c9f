import type { Properties } from "../handler";
import type { Session } from "../session";
import { ACCOUNT } from "./account";
import { EC2 } from "./ec2";
import { ECR } from "./ecr";
import { getPolicyDocument } from "./policy-document";
import { getParameter } from "./ssm";

/** What the provider is asked for one function, with the errors of AWS as they came. */
export type Call = (args: Properties, session: Session) => Promise<Properties>;

const CALLS: Readonly<Record<string, Call>> = {
  ...ACCOUNT,
  ...EC2,
  ...ECR,
  "aws:iam/getPolicyDocument:getPolicyDocument": getPolicyDocument,
  "aws:ssm/getParameter:getParameter": getParameter,
};

/** Answers a function such as `aws:ec2/getAmi:getAmi`. */
export async function call(token: string, args: Properties, session: Session): Promise<Properties> {
  const found = CALLS[token];
  if (found === undefined) throw new Error(`the stand-in provider has no function ${token}; add it in test/rig/provider/functions`);
  return { region: session.region, ...(await found(args, session)) };
}
