/** Where in the program something happened. The file is absolute. */
export interface Position {
  readonly file: string;
  readonly line: number;
}

/** One resource that a program registered, as plain data. `UNKNOWN` of the catalog stands for what is not known before the update. */
export interface PlannedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** False for components. */
  readonly custom: boolean;
  readonly parent?: string;
  /** Provider reference, `urn::id`; distinguishes accounts and regions. */
  readonly provider?: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** Paths of `props` that the program marked as secret. Their values are the `UNKNOWN` marker. */
  readonly secrets: readonly string[];
  /** URNs that it waits for, sorted. */
  readonly dependencies?: readonly string[];
  /** URNs and specs under which it was known before, as URNs where the program gave URNs, else `name` or `type` as given. */
  readonly aliases?: readonly string[];
  readonly protect?: true;
  /** Remote component, Helm release or chart: what is inside cannot be seen. */
  readonly opaque?: true;
  /** It exists already and is only read (`Type.get`, a stack reference). */
  readonly read?: true;
  /** Where the program created it, where known. */
  readonly at?: Position;
}
