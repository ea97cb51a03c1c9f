import type { Properties } from "../handler";
import type { Session } from "../session";

type Call = (args: Properties, session: Session) => Promise<Properties>;

const CALLS: Readonly<Record<string, Call>> = {};

/** Answers a function such as `aws:ec2/getAmi:getAmi`. */
export async function call(token: string, args: Properties, session: Session): Promise<Properties> {
  const found = CALLS[token];
  if (found === undefined) throw new Error(`the stand-in provider has no function ${token}; add it in test/rig/provider/functions`);
  return found(args, session);
}
