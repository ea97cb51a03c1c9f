import { type Io, UsageError } from "../command";

export async function pinAmi(_args: readonly string[], _io: Io): Promise<number> {
  throw new UsageError("pin ami is not there yet");
}
