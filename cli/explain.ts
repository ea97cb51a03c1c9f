import { type Command, UsageError } from "./command";

export const explain: Command = {
  name: "explain",
  summary: "judge one combination",
  usage: "pulumi-gpu explain",
  run: () => Promise.reject(new UsageError("not built yet")),
};
