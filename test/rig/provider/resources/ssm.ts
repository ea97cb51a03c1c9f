import { DeleteParameterCommand, GetParameterCommand, type ParameterType, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { ParameterArgs } from "@pulumi/aws/ssm";
import type { Unwrap } from "@pulumi/pulumi";
import { type Handler, handler, promised, tagList, unlessGone } from "../handler";

const put = (inputs: Unwrap<ParameterArgs>) => ({
  Name: inputs.name,
  Type: inputs.type as ParameterType,
  Value: inputs.value ?? inputs.insecureValue,
  Description: inputs.description,
  KeyId: inputs.keyId,
});

const parameter = handler<ParameterArgs>({
  named: { property: "name", longest: 2048 },
  async create(inputs, session) {
    const created = await session.client(SSMClient).send(new PutParameterCommand({ ...put(inputs), Tags: tagList(inputs.tags, session) }));
    const name = promised(inputs.name, "parameter name");
    return { id: name, outputs: { arn: await session.arn("ssm", `parameter/${name.replace(/^\//, "")}`), version: created.Version } };
  },
  async read(id, _state, session) {
    const answer = await unlessGone(session.client(SSMClient).send(new GetParameterCommand({ Name: id })));
    return answer?.Parameter && { version: answer.Parameter.Version };
  },
  async update(_id, inputs, _state, session) {
    const updated = await session.client(SSMClient).send(new PutParameterCommand({ ...put(inputs), Overwrite: true }));
    return { version: updated.Version };
  },
  async delete(id, _state, session) {
    await unlessGone(session.client(SSMClient).send(new DeleteParameterCommand({ Name: id })));
  },
});

export const SSM: Readonly<Record<string, Handler>> = { "aws:ssm/parameter:Parameter": parameter };
