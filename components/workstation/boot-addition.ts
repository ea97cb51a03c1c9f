import type { BootAddition } from "../../boot/addition";
import type { BootFile } from "../../boot/texts";
import type { GpuWorkstationArgs } from "./gpu-workstation-args";

/** What of the boot scripts a workstation needs: user data has little room. Its settings come with the parts. */
export function bootAddition({ home, data = {}, jupyter, ssh, idle }: GpuWorkstationArgs, settings: readonly string[] = []): BootAddition {
  const makesToken = jupyter !== false && jupyter?.tokenSecretArn === undefined;
  const makesKey = ssh !== undefined && ssh.hostKeySecretArn === undefined;
  const mounts = home.efs !== undefined || Object.keys(data).length > 0;
  const steps: (readonly [file: BootFile, step: string, needed: boolean])[] = [
    ["home.sh", "mount_home", home.ebs !== undefined],
    ["data.sh", "mount_data", mounts],
    ["credentials.sh", "make_credentials", makesToken || makesKey],
  ];
  const needed = steps.filter(([, , isNeeded]) => isNeeded);
  return {
    sourced: needed.map(([file]) => file),
    steps: needed.map(([, step]) => step),
    settings,
    ...(idle === false
      ? {}
      : {
          scripts: ["idle.sh"],
          units: ["pulumi-gpu-idle.service", "pulumi-gpu-idle.timer"],
          startUnits: ["pulumi-gpu-idle.timer"],
        }),
  };
}
