import type { Command } from "./command";

const USAGE = `pulumi-gpu doctor [--instance-type <type>] [--image <reference>]... [--lock [<file>] [--ami <id>]] [--json]
pulumi-gpu doctor --instance <id> | --group <name> [--region <region>] [--log-group <name>] [--resume] [--json]
pulumi-gpu doctor account --instance-type <type> [--region <region>] [--spot] [--ami <family@release>] [--json]

On a GPU host: is it as it should be, and which images would run on it? Reads the driver's query formats and /proc, changes nothing, needs
no network. On EC2 it is held against its type, on a machine of ours against what the plan promised.

  --instance-type   what to hold the host against, where it does not say so itself
  --image           judge this image (again and again) instead of all images of the lock
  --lock            write driver, kernel module and container toolkit of this host as a declared row of its AMI into the lock:
                    gpu.lock.json beside the nearest Pulumi.yaml, or the file that is named
  --ami             the AMI to declare, where the metadata service does not say it

From anywhere, with credentials: what a machine, or a group, of ours said of its boot, and what its group did last.

  --resume          let the group launch again, and count its failed boots from none; the one thing here that changes anything

Before launch, with credentials that only read: quota (and the command that raises it), zones that offer the type, reservations, spot
placement score, AMI in the region. A missing right is said for the check that needs it.

Exit codes: 0 all well, 1 a check or a named image fails, 2 usage, 3 a check could not be decided.
`;

export const doctor: Command = {
  name: "doctor",
  summary: "check a GPU host, a machine of ours from outside, or an account before launch",
  usage: USAGE,
  run: async (args, io) => {
    if (args[0] === "account") return (await import("./doctor/account/account.js")).doctorAccount(args.slice(1), io);
    const outside = args.some((arg) => /^--(instance|group)(=|$)/.test(arg));
    if (outside) return (await import("./doctor/machine/machine.js")).doctorMachine(args, io);
    return (await import("./doctor/host/host.js")).doctorHost(args, io);
  },
};
