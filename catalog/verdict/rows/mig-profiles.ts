import type { Sourced } from "../../sourced";

/** MIG profiles of one GPU model, over its memory sizes. */
export interface MigProfiles extends Sourced {
  /** The key: a GPU model. */
  readonly gpu: string;
  readonly profiles: readonly string[];
}

const row = (gpu: string, profiles: string): MigProfiles => ({
  gpu,
  profiles: profiles.split(" "),
  source:
    "NVIDIA/mig-parted:deployments/systemd/config-default.yaml ; https://docs.nvidia.com/datacenter/tesla/mig-user-guide/supported-mig-profiles.html",
  checked: "2026-11-23",
  confidence: "seen",
});

/** A suffix such as `+me` stands for the same slice. Key: GPU model. */
export const MIG_PROFILES: Readonly<Record<string, MigProfiles>> = Object.fromEntries(
  [
    row("A100", "1g.5gb 1g.10gb 1g.20gb 2g.10gb 2g.20gb 3g.20gb 3g.40gb 4g.20gb 4g.40gb 7g.40gb 7g.80gb"),
    row("A30", "1g.6gb 2g.12gb 4g.24gb"),
    row("A800", "1g.5gb 1g.10gb 1g.20gb 2g.10gb 2g.20gb 3g.20gb 3g.40gb 4g.20gb 4g.40gb 7g.40gb 7g.80gb"),
    row("B200", "1g.23gb 1g.45gb 2g.45gb 3g.90gb 4g.90gb 7g.180gb"),
    row("GB200", "1g.24gb 1g.47gb 2g.47gb 3g.95gb 4g.95gb 7g.189gb"),
    row("GH200", "1g.12gb 1g.18gb 1g.24gb 1g.36gb 2g.24gb 2g.36gb 3g.48gb 3g.72gb 4g.48gb 4g.72gb 7g.96gb 7g.144gb"),
    row("H100", "1g.10gb 1g.12gb 1g.20gb 1g.24gb 2g.20gb 2g.24gb 3g.40gb 3g.47gb 3g.48gb 4g.40gb 4g.47gb 4g.48gb 7g.80gb 7g.94gb 7g.96gb"),
    row("H20", "1g.12gb 2g.24gb 3g.48gb 4g.48gb 7g.96gb"),
    row("H200", "1g.18gb 1g.35gb 2g.35gb 3g.71gb 4g.71gb 7g.141gb"),
    row("RTX PRO 6000 Blackwell Server Edition", "1g.24gb 2g.48gb 4g.96gb"),
  ].map((entry) => [entry.gpu, entry]),
);

/** What MIG cannot do, whatever the profile. */
export const MIG_LIMITS: Sourced & { readonly fact: string } = {
  fact: "a process sees one MIG device, and NCCL across MIG devices is not supported",
  source: "https://docs.nvidia.com/datacenter/tesla/mig-user-guide/index.html",
  checked: "2026-11-23",
  confidence: "derived",
};
