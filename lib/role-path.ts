import type { Problems } from "./invalid";

/** Notes a path that IAM would refuse, only at `up`. */
export function checkRolePath(rolePath: string | undefined, problems: Problems): void {
  if (rolePath !== undefined && (!/^\/([\x21-\x7e]+\/)?$/.test(rolePath) || rolePath.length > 512))
    problems.add("rolePath", `'${rolePath}' must begin and end with a slash and have at most 512 characters, such as /gpu/`);
}
