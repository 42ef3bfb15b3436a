/** From bytes to their field. */
import type { Field } from '../../analyzer/view/protocol.ts';

/** The outermost field of a range. */
export function fieldOf(fields: readonly Field[], start: number, end: number): Field | undefined {
  for (const field of fields) {
    const found = field.start === start && field.end === end ? field : fieldOf(field.children ?? [], start, end);
    if (found) return found;
  }
  return undefined;
}

/** The innermost field whose bytes include `at`; the word, not one of its bits. */
export function fieldAt(fields: readonly Field[], at: number): Field | undefined {
  for (const field of fields) {
    const inner = fieldAt(field.children ?? [], at);
    if (inner && (inner.start !== field.start || inner.end !== field.end)) return inner;
    if (field.start !== undefined && field.end !== undefined && field.start <= at && at < field.end) return field;
  }
  return undefined;
}
