import type { Sourced } from "../sourced";

/** One quota of an account on vCPUs of running machines, per region. */
export interface VcpuQuota extends Sourced {
  /** Code of Service Quotas, the key. */
  readonly code: string;
  readonly name: string;
  readonly market: "spot" | "on-demand";
  /** Families of the catalog that it counts. */
  readonly families: readonly string[];
}

const PROOF: Sourced = {
  source: "https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html",
  checked: "2026-11-28",
  confidence: "seen",
  note: "the families are read out of the quota's name",
};

const G = ["g4dn", "g5", "g5g", "g6", "g6e", "g6f", "g7", "g7e", "gr6", "gr6f"];
const P5 = ["p5", "p5e", "p5en"];
const OLDER_P = ["p3", "p3dn", "p4d", "p4de"];

const quota = (code: string, name: string, market: VcpuQuota["market"], families: readonly string[]): VcpuQuota => ({
  code,
  name,
  market,
  families,
  ...PROOF,
});

/** By code. No source states the spot quota of P6. */
export const VCPU_QUOTAS: Readonly<Record<string, VcpuQuota>> = Object.fromEntries(
  [
    quota("L-3819A6DF", "All G and VT Spot Instance Requests", "spot", G),
    quota("L-417A185B", "Running On-Demand P instances", "on-demand", [...OLDER_P, ...P5, "p6-b200", "p6-b300"]),
    quota("L-7212CCBC", "All P4, P3 and P2 Spot Instance Requests", "spot", OLDER_P),
    quota("L-C4BD4855", "All P5 Spot Instance Requests", "spot", P5),
    quota("L-DB2E81BA", "Running On-Demand G and VT instances", "on-demand", G),
  ].map((row) => [row.code, row]),
);
