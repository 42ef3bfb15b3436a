/** What holds for the fields of any event, however broken its bytes are. */
import type { DecodedBytes, Field } from '../../analyzer/details/field.ts';

const MOST_DEPTH = 40;

/** Sentences about what is wrong; empty for a good tree. */
export function brokenRules(decoded: readonly DecodedBytes[]): string[] {
  const broken: string[] = [];
  for (const { title, data, fields } of decoded) {
    const leaves: Field[] = [];
    walk(fields, undefined, 0);
    leaves.sort((a, b) => a.start! - b.start! || a.end! - b.end!);
    for (let i = 1; i < leaves.length; i++) {
      const [before, here] = [leaves[i - 1]!, leaves[i]!];
      // Bits carry the range of the word they are in.
      const isSame = before.start === here.start && before.end === here.end;
      if (!isSame && here.start! < before.end!) broken.push(`${title}: ${before.name} ${before.start}-${before.end} overlaps ${here.name} ${here.start}-${here.end}`);
    }

    function walk(level: readonly Field[], parent: Field | undefined, depth: number): void {
      if (depth > MOST_DEPTH) broken.push(`${title}: deeper than ${MOST_DEPTH}`);
      for (const one of level) {
        const { name, start, end, children } = one;
        if ((start === undefined) !== (end === undefined)) broken.push(`${title}: ${name} has half a range`);
        if (start !== undefined && end !== undefined) {
          if (!(start >= 0 && start <= end && end <= data.length)) broken.push(`${title}: ${name} ${start}-${end} outside ${data.length} bytes`);
          if (parent?.start !== undefined && (start < parent.start || end > parent.end!)) broken.push(`${title}: ${name} ${start}-${end} outside ${parent.name} ${parent.start}-${parent.end}`);
          if (!children?.length && end > start) leaves.push(one);
        }
        if (children) walk(children, one, depth + 1);
      }
    }
  }
  return broken;
}

export function countFields(fields: readonly Field[]): number {
  return fields.reduce((sum, { children }) => sum + 1 + countFields(children ?? []), 0);
}

/** All fields in pre-order. */
export function* allFields(fields: readonly Field[]): Generator<Field> {
  for (const one of fields) {
    yield one;
    if (one.children) yield* allFields(one.children);
  }
}
