import type { Stack } from "@pulumi/pulumi/automation";

/** What an update did to each AWS resource that it touched, sorted: `update launchTemplate:LaunchTemplate machine`. What stayed the same is left out. */
export async function operations(update: Stack["up"], options: Parameters<Stack["up"]>[0] = {}): Promise<string[]> {
  const done: string[] = [];
  await update({
    ...options,
    onEvent: ({ resourcePreEvent }) => {
      const metadata = resourcePreEvent?.metadata;
      if (!metadata || metadata.op === "same" || metadata.op === "read") return;
      if (!metadata.type.startsWith("aws:")) return;
      const [type, name] = metadata.urn.split("::").slice(-2);
      done.push(
        `${metadata.op} ${type
          ?.split("$")
          .at(-1)
          ?.replace(/^aws:\w+\//, "")} ${name}`,
      );
    },
  });
  return done.sort();
}
