/** Where something of AWS is. */
export interface ArnPlace {
  readonly partition: string;
  /** Empty for what is global, such as a role. */
  readonly region: string;
  readonly account: string;
}

/** Partition, region and account of an ARN: a component learns from its own resources where its provider points. */
export function placeOf(arn: string): ArnPlace {
  const [, partition = "", , region = "", account = ""] = arn.split(":");
  return { partition, region, account };
}
