/** Edits (insert, delete, replace one character) that turn `a` into `b`; Levenshtein 1966. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

/** The known word that `word` was most likely meant to be; null when none is near (a third of its length). */
export const nearestWord = (word: string, known: readonly string[]): string | null => {
  if (word.length > 100) return null;
  const plain = word.toLowerCase().replaceAll(/[-_]/g, "");
  let best: { name: string; edits: number } | null = null;
  for (const name of known) {
    const target = name.toLowerCase().replaceAll(/[-_]/g, "");
    const unitOnly = target.startsWith(plain) && plain.length >= 3;
    const edits = unitOnly ? 1 : distance(plain, target);
    if (edits <= Math.max(1, Math.floor(target.length / 3)) && (best === null || edits < best.edits))
      best = { name, edits };
  }
  return best?.name ?? null;
};
