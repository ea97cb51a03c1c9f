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
  /** Remote component or Helm release: what is inside cannot be seen. */
  readonly opaque?: true;
  /** Where the program created it, where known. */
  readonly at?: { readonly file: string; readonly line: number };
}
