import type { BootAddition } from "../../boot/addition";
import { assign, list } from "../../boot/settings";
import type { Problems } from "../../lib/invalid";

/** What a machine does when it has to go: a spot notice, a scale-in, an update, a failed health check. */
export interface Interruption {
  /**
   * Command in the container that stops taking work, for example leaves the load balancer or the queue. Gets a third of the time.
   * @default none
   */
  drain?: string[];
  /**
   * Command in the container that saves its state where the next machine finds it. Also run once, without stopping, when AWS recommends to rebalance.
   * @default none: the container gets SIGTERM and the time that is left
   */
  checkpoint?: string[];
  /**
   * Seconds, 20 to 110, that both and the container's own end get of a spot notice. EC2 takes the machine two minutes after the notice.
   * @default 100
   */
  noticeSeconds?: number;
  /**
   * Seconds, 30 to 7000, that they get when the group ends the machine: scale-in, update, rebalancing.
   * @default 300
   */
  graceSeconds?: number;
}

const NOTICE_SECONDS = 100;
const GRACE_SECONDS = 300;

export const graceSecondsOf = ({ graceSeconds = GRACE_SECONDS }: Interruption): number => graceSeconds;

/** The watch on the machine, with its settings. */
export const interruptionAddition = ({
  drain = [],
  checkpoint = [],
  noticeSeconds = NOTICE_SECONDS,
  ...rest
}: Interruption): BootAddition => ({
  scripts: ["interruption.sh"],
  units: ["pulumi-gpu-interruption.service"],
  startUnits: ["pulumi-gpu-interruption.service"],
  settings: [
    list("DRAIN", drain),
    list("CHECKPOINT", checkpoint),
    assign("NOTICE_SECONDS", String(noticeSeconds)),
    assign("GRACE_SECONDS", String(graceSecondsOf(rest))),
  ],
});

/** Notes times and commands that cannot be. */
export function checkInterruption({ drain, checkpoint, noticeSeconds, graceSeconds }: Interruption, problems: Problems): void {
  for (const [key, command] of Object.entries({ drain, checkpoint })) {
    if (command?.length === 0) problems.add(`interruption.${key}`, "is empty; give a command, or leave it out");
  }
  const within = (key: string, value: number | undefined, least: number, most: number) => {
    if (value !== undefined && !(Number.isInteger(value) && value >= least && value <= most))
      problems.add(`interruption.${key}`, `must be a whole number from ${least} to ${most}, got ${value}`);
  };
  within("noticeSeconds", noticeSeconds, 20, 110);
  within("graceSeconds", graceSeconds, 30, 7000);
}
