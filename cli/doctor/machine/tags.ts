/** What the boot gate writes on a machine, and on its group. */
export const TAG_BOOT = "pulumi-gpu:boot";
export const TAG_FAILED_BOOTS = "pulumi-gpu:failed-boots";
export const TAG_SUSPENDED = "pulumi-gpu:suspended";
