const MOST = 2048;

/** The answers of a pure function of a text, kept for the next question; never more than a bounded number. */
export function remembered<Answer>(answer: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined || known.has(text)) return before as Answer;
    const now = answer(text);
    if (known.size >= MOST) known.clear();
    known.set(text, now);
    return now;
  };
}
