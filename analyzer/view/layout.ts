/** Text in a width: words wrapped, proofs at the right edge, columns aligned. Widths are counted in characters of plain text. */

/** Breaks at blanks; a word longer than the width stays whole. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines;
}

/** Two blanks at least stand between a clause and its proof. */
const PROOF_GAP = 2;

export interface ProvenLine {
  readonly text: string;
  /** Blanks between text and proof. */
  readonly gap: string;
  readonly proof: string;
}

/** A clause wrapped in `width`, its proof ending at the right edge of the last line, or of a line of its own. */
export function wrapWithProof(text: string, proof: string, width: number): ProvenLine[] {
  // Where the clause needs several lines anyway, they stay clear of the column of proofs.
  const fits = text.length + PROOF_GAP + proof.length <= width;
  const lines = wrap(text, fits ? width : Math.max(width - proof.length - PROOF_GAP, Math.ceil(width / 2)));
  return lines.map((line, index) => {
    if (index < lines.length - 1 || proof === '') return { text: line, gap: '', proof: '' };
    return { text: line, gap: ' '.repeat(Math.max(width - line.length - proof.length, PROOF_GAP)), proof };
  });
}

const NUMBER = /^[\d,]*$/;

/** Rows under their headings; columns of numbers are flush right. */
export function alignColumns(columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map((heading, at) => Math.max(heading.length, ...rows.map((row) => row[at]!.length)));
  const isNumber = columns.map((_, at) => rows.every((row) => NUMBER.test(row[at]!)));
  const line = (cells: readonly string[]): string =>
    cells.map((text, at) => (isNumber[at] ? text.padStart(widths[at]!) : text.padEnd(widths[at]!))).join('  ').trimEnd();
  return [line(columns), ...rows.map(line)];
}
