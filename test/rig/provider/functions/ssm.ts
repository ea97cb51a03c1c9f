import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { GetParameterArgs } from "@pulumi/aws/ssm";
import type { Call } from ".";

export const getParameter: Call = async (given, session) => {
  const { name, withDecryption = true } = given as unknown as GetParameterArgs;
  const { Parameter } = await session.client(SSMClient).send(new GetParameterCommand({ Name: name, WithDecryption: withDecryption }));
  return {
    id: name,
    name,
    arn: Parameter?.ARN,
    type: Parameter?.Type,
    value: Parameter?.Value,
    insecureValue: Parameter?.Value,
    version: Parameter?.Version,
  };
};
