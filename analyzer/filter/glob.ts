/** Patterns of `matches`: * stands for any letters, ? for one; case does not count. Costs at most the product of both lengths. */

/** Longer texts are compared up to here. */
const MOST_LETTERS = 1000;

export function matchesGlob(text: string, pattern: string): boolean {
  const letters = text.slice(0, MOST_LETTERS).toLowerCase();
  const wanted = pattern.slice(0, MOST_LETTERS).toLowerCase();
  let at = 0;
  let next = 0;
  let star = -1;
  let resumeAt = 0;
  while (at < letters.length) {
    if (wanted[next] === '*') {
      star = next++;
      resumeAt = at;
    } else if (next < wanted.length && (wanted[next] === '?' || wanted[next] === letters[at])) {
      next++;
      at++;
    } else if (star >= 0) {
      // The last star takes one letter more; those before it never need to.
      next = star + 1;
      at = ++resumeAt;
    } else return false;
  }
  while (wanted[next] === '*') next++;
  return next === wanted.length;
}
