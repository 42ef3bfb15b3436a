/** The verdict for a terminal or a plain text file: cards with their headings on the left and their proofs on the right. */
import { cardsOf, type Card, type CardTable, type Clause, type Section } from './card.ts';
import { alignColumns, wrap, wrapWithProof } from './layout.ts';
import type { Report } from './report.ts';

/** What colours mean; each member dyes a text. */
export interface Palette {
  readonly alarm: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly good: (text: string) => string;
  readonly heading: (text: string) => string;
  readonly proof: (text: string) => string;
  readonly quiet: (text: string) => string;
}

export interface TextOptions {
  /** Of the terminal, characters. */
  readonly width: number;
  readonly palette: Palette;
}

/** Longer lines are hard to read. */
const MOST_WIDTH = 110;
/** A narrower terminal gets wrapped lines. */
const LEAST_WIDTH = 40;
/** Headings and two blanks. */
const MARGIN = 14;

class TextRenderer {
  readonly #lines: string[] = [];
  readonly #width: number;
  readonly #palette: Palette;

  constructor({ width, palette }: TextOptions) {
    this.#width = Math.min(Math.max(width, LEAST_WIDTH), MOST_WIDTH);
    this.#palette = palette;
  }

  render(cards: readonly Card[]): string {
    for (const [index, card] of cards.entries()) {
      if (index > 0) this.#lines.push('');
      this.#card(card);
    }
    return `${this.#lines.join('\n')}\n`;
  }

  #card({ title, tone, subject, summary, sections }: Card): void {
    const palette = this.#palette;
    const dye = tone === 'neutral' ? palette.heading : palette[tone];
    if (title !== '') for (const line of wrap(title, this.#width)) this.#lines.push(dye(line));
    if (subject !== '') for (const line of wrap(subject, this.#width)) this.#lines.push(palette.quiet(line));
    if (summary.length > 0) {
      this.#lines.push('');
      for (const line of wrap(summary.join(' '), this.#width)) this.#lines.push(line);
    }
    for (const [index, section] of sections.entries()) {
      if (title !== '' || index > 0) this.#lines.push('');
      this.#section(section);
    }
  }

  #section({ heading, clauses, numbered, table }: Section): void {
    const body: string[] = [];
    for (const [index, clause] of clauses.entries()) this.#clause(clause, numbered ? `${index + 1} ` : '', body);
    const inMargin = heading.length < MARGIN - 1 && body.length > 0;
    if (!inMargin) this.#lines.push(this.#palette.heading(heading));
    for (const [index, line] of body.entries()) {
      const label = inMargin && index === 0 ? this.#palette.heading(heading) + ' '.repeat(MARGIN - heading.length) : ' '.repeat(MARGIN);
      this.#lines.push(label + line);
    }
    if (table) this.#table(table, body.length > 0 ? MARGIN : 2);
  }

  #clause({ text, proof = '', note }: Clause, mark: string, body: string[]): void {
    const palette = this.#palette;
    const indent = ' '.repeat(mark.length);
    const width = this.#width - MARGIN - mark.length;
    for (const [index, line] of wrapWithProof(text, proof, width).entries()) {
      const start = index === 0 ? mark : indent;
      body.push(start + line.text + line.gap + (line.proof === '' ? '' : palette.proof(line.proof)));
    }
    if (note !== undefined) for (const line of wrap(note, width - 2)) body.push(`${indent}  ${palette.quiet(line)}`);
  }

  /** A table wider than the terminal loses columns from the right but one: the last says where to look. */
  #table({ columns, rows, rest }: CardTable, indent: number): void {
    const shown = columns.map((_, at) => at);
    const linesOf = (): string[] => alignColumns(shown.map((at) => columns[at]!), rows.map((row) => shown.map((at) => row[at]!)));
    let lines = linesOf();
    while (shown.length > 2 && Math.max(...lines.map((line) => line.length)) > this.#width - indent) {
      shown.splice(-2, 1);
      lines = linesOf();
    }
    const [headings, ...others] = lines;
    const space = ' '.repeat(indent);
    this.#lines.push(space + this.#palette.quiet(headings!), ...others.map((line) => space + line));
    if (rest !== undefined) this.#lines.push(space + this.#palette.quiet(rest));
  }
}

export function renderText(report: Report, options: TextOptions): string {
  return new TextRenderer(options).render(cardsOf(report));
}
