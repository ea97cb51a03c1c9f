import type { EC2Client } from "@aws-sdk/client-ec2";
import type { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import type { SSMClient } from "@aws-sdk/client-ssm";
import type { InstanceType } from "../../../catalog";
import type { AmiName } from "../../../catalog/question";

/** What an account is asked about. All calls only read. */
export interface AccountQuestion {
  readonly region: string;
  readonly type: InstanceType;
  readonly market: "spot" | "on-demand";
  readonly ami?: AmiName;
  readonly clients: { readonly ec2: EC2Client; readonly quotas: ServiceQuotasClient; readonly ssm: SSMClient };
}
