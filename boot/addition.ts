import type { BootFile } from "./texts";

/** What a component adds to its machine beside the boot gate. All files lie in `boot/`. */
export interface BootAddition {
  /** Files that define shell functions, for the gate and its `steps`. */
  readonly sourced?: readonly BootFile[];
  /** Executables of `/opt/pulumi-gpu`. */
  readonly scripts?: readonly BootFile[];
  /** Units of systemd. None is enabled: `startUnits` says which start. */
  readonly units?: readonly BootFile[];
  /** Lines of `settings.sh`, as `assign` and `list` write them; readable by whoever may describe the launch template. */
  readonly settings?: readonly string[];
  /** Functions of `sourced` that the gate runs before it checks the mounts. Each prints what is wrong and fails, or prints nothing. */
  readonly steps?: readonly string[];
  /** Units that start when the gate has passed, before the container. */
  readonly startUnits?: readonly string[];
}
