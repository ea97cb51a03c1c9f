import * as pulumi from "@pulumi/pulumi";

/** A copy of the arguments in which each named property, where present, is secret. Whatever `super` gets lands in the state, in clear unless marked. */
export function secretArgs<T extends object>(args: T, ...properties: (keyof T & string)[]): pulumi.Inputs {
  const copy: pulumi.Inputs = { ...args };
  for (const property of properties) if (copy[property] !== undefined) copy[property] = pulumi.secret(copy[property]);
  return copy;
}
