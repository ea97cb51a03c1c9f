/** Edits (insert, delete, replace, swap of neighbours) that lead from one text to the other. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

const commonStart = (a: string, b: string): number => {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  return i;
};

/** The `n` known names closest to a name that is not known, nearest first; a tie goes to the longer common start, then to the alphabet. */
export function nearest(value: string, known: Iterable<string>, n = 3): string[] {
  const wanted = value.toLowerCase();
  return [...new Set(known)]
    .map((name) => ({ name, edits: distance(wanted, name.toLowerCase()), start: commonStart(wanted, name.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits || b.start - a.start || (a.name < b.name ? -1 : 1))
    .slice(0, n)
    .map(({ name }) => name);
}
