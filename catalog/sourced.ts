/** How far a row may be trusted. `recalled` rows are shown and never enforced; `declared` rows are the user's own. */
export type Confidence = "seen" | "seen-multi" | "derived" | "recalled" | "declared";

/** What every row of the catalog carries. A row is a claim, so it brings its proof. */
export interface Sourced {
  /** Address, or `owner/repo:path[@tag]`, of what states the fact. Several are joined by ` ; `. */
  readonly source: string;
  /** ISO date on which the source was read. */
  readonly checked: string;
  readonly confidence: Confidence;
  /** What the sources disagree on, or what surprises; for people. */
  readonly note?: string;
}

/** A pointer from an answer to the row it rests on: `table` and `key` find it, the rest is copied for the reader. */
export interface RowRef extends Sourced {
  /** For example `cudaToolkits`, `amis`, `declared.images`. */
  readonly table: string;
  readonly key: string;
}
