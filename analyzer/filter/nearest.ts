/** Words that were perhaps meant by a word that is not known. */

/** Longer words are not compared letter by letter. */
const LONGEST = 64;
const MOST = 3;

/** Nearest first; empty when none is near. */
export function nearest(wanted: string, known: readonly string[]): string[] {
  const word = wanted.toLowerCase();
  if (word.length > LONGEST) return [];
  const ranked = known.map((name) => ({ name, distance: distanceOf(word, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(1, word.length / 3)).sort((a, b) => a.distance - b.distance);
  return [...new Set(ranked.map(({ name }) => name))].slice(0, MOST);
}

/** A whole part ("aRwnd" of "sctp.sack.aRwnd") is as near as one wrong letter, and so are letters in the midst of a name. */
function distanceOf(word: string, name: string): number {
  if (word.length > 3 && name.includes(word)) return 1;
  const parts = name.split(/[._-]/);
  return Math.min(editDistance(word, name), 1 + Math.min(...parts.map((part) => (part.length > 2 ? editDistance(word, part) : Infinity))));
}

/** Letters to change, add, leave out or swap with the next. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
