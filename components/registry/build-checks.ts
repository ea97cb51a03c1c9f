import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { contextFiles, linksOf } from "../../images/context";
import { checkCommonArgs } from "../../lib/common-args";
import { Problems } from "../../lib/invalid";
import { checkDownload } from "./download";
import type { ImageBuildArgs } from "./image-build";

const TAG_PREFIX = /^[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,114}$/;
const ARG_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** CodeBuild takes 65,536 characters in a buildspec; the commands around the arguments need a part of it. */
const ARGS_LIMIT = 32_768;

/** Throws with everything that is wrong. */
export function checkBuild(name: string, args: ImageBuildArgs): void {
  const problems = new Problems();
  const { buildMinutes = 60, tagPrefix, signingKeyArn, signer } = args;
  checkSource(args.source, problems);
  checkArguments(args.buildArgs ?? {}, problems);
  if (!TAG_PREFIX.test(tagPrefix ?? name))
    problems.add(
      "tagPrefix",
      `'${tagPrefix ?? name}' cannot begin a tag: letters, digits, and _ . - after the first, at most 115 characters${tagPrefix === undefined ? "; the component's name serves unless you set tagPrefix" : ""}`,
    );
  if (!Number.isInteger(buildMinutes) || buildMinutes < 5 || buildMinutes > 480)
    problems.add("buildMinutes", `must be a whole number from 5 to 480, got ${buildMinutes}`);
  if (signer && signingKeyArn === "none") problems.add("signer", "nothing is signed with signingKeyArn none; drop one of them");
  if (signer) checkDownload("signer", signer, "executable", problems);
  for (const [registry, arn] of Object.entries(args.upstreamSecretArns ?? {})) {
    if (typeof arn === "string" && !/^arn:[a-z-]+:secretsmanager:/.test(arn))
      problems.add(`upstreamSecretArns["${registry}"]`, "must be the ARN of a Secrets Manager secret, not the log-in itself");
  }
  checkCommonArgs(args, problems);
  problems.throwIfAny(`ImageBuild '${name}'`);
}

function checkSource(source: ImageBuildArgs["source"], problems: Problems): void {
  const { context, dockerfile = "Dockerfile" } = source;
  if (!existsSync(context) || !statSync(context).isDirectory()) problems.add("source.context", `'${context}' is no folder`);
  else if (!existsSync(join(context, dockerfile)))
    problems.add("source.dockerfile", `'${dockerfile}' is not in ${context}; name the Dockerfile by its path inside the context`);
  else
    for (const link of linksOf(context, contextFiles(source)))
      problems.add(
        "source.context",
        `${link} is a symbolic link, which the uploaded archive cannot hold; copy the file, or name the link in .dockerignore`,
      );
}

function checkArguments(buildArgs: Record<string, string>, problems: Problems): void {
  for (const name of Object.keys(buildArgs)) {
    if (!ARG_NAME.test(name))
      problems.add(`buildArgs["${name}"]`, "an argument's name has letters, digits and underscores, and starts with no digit");
  }
  const length = JSON.stringify(buildArgs).length;
  if (length > ARGS_LIMIT)
    problems.add("buildArgs", `together ${length} characters, at most ${ARGS_LIMIT} fit; put long values into a file of the context`);
}
