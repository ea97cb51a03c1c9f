/** Texts that are kept: a fleet has few kinds of user data, and machines that were copied have one. */
const KEPT = 200;

/** The same reading of the same text is done once. For pure functions only. */
export function remember<Result>(read: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const result = read(text);
    if (known.size >= KEPT) known.clear();
    known.set(text, result);
    return result;
  };
}
