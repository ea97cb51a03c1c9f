import type { Rule } from "../rule";
import { imagesArePinned } from "./images-are-pinned";

/** Every law, in the order in which reports name them: what stops the work first. */
export const RULES: readonly Rule[] = [imagesArePinned];
