import type { Verdict } from "../../../catalog/answer";
import type { Question } from "../../../catalog/question";
import { verdict } from "../../../catalog/verdict/verdict";
import { declaredRows, lockedFacts, lockedImage } from "../../../lock/lookup";
import type { Lock } from "../../../lock/schema";
import type { Io } from "../../command";
import { palette } from "../../render/paint";
import { table, widthOf } from "../../render/text";
import type { HostFacts } from "./facts";

export interface ImageVerdict {
  readonly image: string;
  readonly verdict: Verdict;
}

/** Would these images run on this host? Named ones, else every image of the lock. */
export function judgeImages(host: HostFacts, lock: Lock, named: readonly string[]): ImageVerdict[] {
  const images = named.length > 0 ? named : Object.keys(lock.images);
  return images.map((image) => {
    const row = lockedImage(lock, image);
    const question: Question = { ...(row ? lockedFacts(row) : {}), ...host, image, declared: declaredRows(lock) };
    return { image, verdict: verdict(question) };
  });
}

export function renderImages(images: readonly ImageVerdict[], io: Pick<Io, "color" | "columns">): string {
  const { green, red, yellow } = palette(io);
  const tint = { pass: green, fail: red, undecided: yellow, limits: yellow };
  return table(
    images.map(({ image, verdict: { status, axes, waysOut } }) => {
      const why = axes.filter((axis) => axis.status === status && status !== "pass").map(({ reason }) => reason);
      const out = status === "pass" ? undefined : waysOut[0]?.text;
      return [tint[status](status), `${image}${why.length > 0 ? `: ${why.join("; ")}` : ""}${out === undefined ? "" : `; ${out}`}`];
    }),
    widthOf(io),
  );
}
