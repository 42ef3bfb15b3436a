/** Cards as Markdown (CommonMark with GitHub's tables), for a ticket. */
import type { Card, CardTable, Clause, Section } from './card.ts';

/** What recordings hold must not become markup. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>|]/g, '\\$&').replace(/[\r\n]+/g, ' ');
}

function clauseLines({ text, proof, note }: Clause, mark: string): string[] {
  const place = proof === undefined ? '' : ` (\`${proof.replaceAll('`', "'")}\`)`;
  const lines = [`${mark} ${escapeMarkdown(text)}${place}`];
  if (note !== undefined) lines.push(`${' '.repeat(mark.length + 1)}*${escapeMarkdown(note)}*`);
  return lines;
}

function tableLines({ columns, rows, rest }: CardTable): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')).replaceAll('\\', ''), ...rows.map(line), ...(rest === undefined ? [] : ['', escapeMarkdown(rest)])];
}

function sectionLines({ heading, clauses, numbered, table }: Section): string[] {
  const lines = ['', `**${escapeMarkdown(heading)}**`, ''];
  for (const [index, clause] of clauses.entries()) lines.push(...clauseLines(clause, numbered ? `${index + 1}.` : '-'));
  if (table) lines.push(...(clauses.length > 0 ? [''] : []), ...tableLines(table));
  return lines;
}

function cardLines({ title, subject, summary, sections }: Card): string[] {
  const lines: string[] = [];
  if (title !== '') lines.push('', `## ${escapeMarkdown(title)}`);
  if (subject !== '') lines.push('', escapeMarkdown(subject));
  if (summary.length > 0) lines.push('', escapeMarkdown(summary.join(' ')));
  for (const section of sections) lines.push(...sectionLines(section));
  return lines;
}

export function cardsMarkdown(cards: readonly Card[]): string {
  return `${cards.flatMap(cardLines).join('\n').trim()}\n`;
}
