import type * as pulumi from "@pulumi/pulumi";
import type { Mount } from "../host/container";
import type { Statement } from "../host/instance-role";

/** What the rights of a machine are written with, once its group is known. */
interface Place {
  /** ARN of something in the group's partition, region and account. */
  arn(service: string, resource: string): string;
  readonly partition: string;
  /** Condition: a machine of this group. */
  readonly inGroup: NonNullable<Statement["Condition"]>;
}

/** What one part of a workstation adds to its machine. */
export interface Part {
  readonly mounts?: readonly Mount[];
  /** Lines of `settings.sh`. */
  readonly settings?: readonly pulumi.Input<string>[];
  /** Lines of the list `DATA`: kind, `ro` or `rw`, path on the machine, source, option. */
  readonly data?: readonly pulumi.Input<string>[];
  readonly statements?: (place: Place) => readonly Statement[];
}
