import { createHash } from "node:crypto";
import type { GetPolicyDocumentArgs } from "@pulumi/aws/iam";
import type { Unwrap } from "@pulumi/pulumi";
import type { Call } from ".";

type Statement = NonNullable<Unwrap<GetPolicyDocumentArgs>["statements"]>[number];

/** IAM reads one value and a list of one alike; the provider writes the first form. */
const oneOrMany = (values: readonly string[] | undefined) => (values?.length === 1 ? values[0] : values);

function principals(given: Statement["principals"]) {
  if (!given) return undefined;
  const types = [...new Set(given.map(({ type }) => type))];
  return Object.fromEntries(
    types.map((type) => [type, oneOrMany(given.filter((each) => each.type === type).flatMap((each) => each.identifiers))]),
  );
}

function conditions(given: Statement["conditions"]) {
  if (!given) return undefined;
  const tests = [...new Set(given.map(({ test }) => test))];
  const of = (test: string) =>
    given.filter((each) => each.test === test).map(({ variable, values }) => [variable, oneOrMany(values)] as const);
  return Object.fromEntries(tests.map((test) => [test, Object.fromEntries(of(test))]));
}

/** No call: the provider writes the document itself. */
export const getPolicyDocument: Call = async (given) => {
  const { version = "2012-10-17", statements = [] } = given as Unwrap<GetPolicyDocumentArgs>;
  const document = {
    Version: version,
    Statement: statements.map((statement) => ({
      Sid: statement.sid,
      Effect: statement.effect ?? "Allow",
      Action: oneOrMany(statement.actions),
      NotAction: oneOrMany(statement.notActions),
      Resource: oneOrMany(statement.resources),
      NotResource: oneOrMany(statement.notResources),
      Principal: principals(statement.principals),
      Condition: conditions(statement.conditions),
    })),
  };
  const json = JSON.stringify(document, undefined, 2);
  return {
    id: createHash("sha256").update(json).digest("hex").slice(0, 10),
    json,
    minifiedJson: JSON.stringify(document),
    version,
    statements,
  };
};
