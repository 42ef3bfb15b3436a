/** Everything that is known of one event, for the details panel: facts, neighbours, the way of its transaction, its bytes decoded, and the same as Markdown. */
import type { DecodedBytes, Details, Field, Located, RowRef } from './protocol.ts';
import { displayFilterOf } from './displayFilter.ts';
import { eventLinks } from './eventLinks.ts';
import type { EventSource } from './eventSource.ts';
import { EventWords } from './eventWords.ts';
import { factsOf } from './facts.ts';
import { escapeMarkdown } from './cardMarkdown.ts';
import { relatedOf } from './related.ts';
import { waterfallOf } from './waterfall.ts';
import { formatDuration } from '../trace/time.ts';

/** Levels of the field tree, and fields, that go into Markdown. */
const MOST_LEVELS = 4;
const MOST_FIELDS = 200;

/** `located` and `bytes` are of `ref`. A row that does not exist has no details. */
export function detailsOf(source: EventSource, located: Located, bytes: readonly DecodedBytes[]): Details | undefined {
  const { ref } = located;
  if (!exists(source, ref)) return undefined;
  const { trace, correlation } = source;
  const words = new EventWords(source);
  const links = eventLinks(trace, correlation, words, ref);
  const facts = factsOf(source, words, ref, links);
  const waterfall = waterfallOf(trace, correlation, links);
  const wireshark = displayFilterOf(source, ref, links);
  const association = associationOf(source, ref) ?? links.association;
  return {
    located,
    ...(association === undefined ? {} : { association: association + 1 }),
    facts,
    related: relatedOf(source, words, ref, links),
    bytes,
    waterfall,
    ...(wireshark === undefined ? {} : { wireshark }),
    markdown: markdownOf(located, facts, waterfall, bytes, wireshark),
  };
}

function exists({ trace, report, limits }: EventSource, { table, row }: RowRef): boolean {
  if (table === 'stalls') return row >= 1 && row <= report.stalls.length;
  return row >= 0 && row < (table === 'limits' ? limits.length : table === 'transactions' ? trace.messages.length : trace[table].length);
}

function associationOf({ diagnosis, limits }: EventSource, { table, row }: RowRef): number | undefined {
  if (table === 'stalls') return diagnosis.stalls[row - 1]!.situation.association?.id;
  return table === 'limits' ? limits.association(row) : undefined;
}

function markdownOf(
  { title, places }: Located, facts: readonly Field[], waterfall: Details['waterfall'], bytes: readonly DecodedBytes[], wireshark: string | undefined,
): string {
  const lines = [`### ${escapeMarkdown(title)}`, ''];
  for (const { file, line, frame } of places) {
    lines.push(`- \`${file.replaceAll('`', "'")}${line === undefined ? '' : `:${line}`}\`${frame === undefined ? '' : ` frame ${frame}`}`);
  }
  lines.push(...factLines(facts, 0));
  if (wireshark !== undefined) lines.push(`- Wireshark: \`${wireshark}\``);
  if (waterfall.length > 0) {
    lines.push('', '| step | for |', '| --- | ---: |');
    for (const { name, start, end, derived } of waterfall) lines.push(`| ${escapeMarkdown(name)}${derived ? ' (derived)' : ''} | ${formatDuration(end - start)} |`);
  }
  for (const { title: heading, fields } of bytes) {
    lines.push('', `**${escapeMarkdown(heading)}**`, '');
    const budget = { left: MOST_FIELDS };
    lines.push(...fieldLines(fields, 0, budget));
    if (budget.left <= 0) lines.push('- …');
  }
  return `${lines.join('\n')}\n`;
}

function* factLines(facts: readonly Field[], level: number): Generator<string> {
  for (const { name, value, meaning, derived, problem, children } of facts) {
    const notes = [meaning, derived ? 'derived' : undefined, problem].filter((note) => note !== undefined && note !== '');
    yield `${'  '.repeat(level)}- **${escapeMarkdown(name)}** ${escapeMarkdown(value)}${notes.length === 0 ? '' : ` (${escapeMarkdown(notes.join('; '))})`}`;
    if (children) yield* factLines(children, level + 1);
  }
}

function* fieldLines(fields: readonly Field[], level: number, budget: { left: number }): Generator<string> {
  for (const { name, value, meaning, problem, children } of fields) {
    if (budget.left-- <= 0) return;
    const words = [value, meaning === undefined ? '' : value === '' ? meaning : `(${meaning})`, problem === undefined ? '' : `[${problem}]`];
    yield `${'  '.repeat(level)}- ${escapeMarkdown([name, ...words].filter((word) => word !== '').join(' '))}`;
    if (children && level + 1 < MOST_LEVELS) yield* fieldLines(children, level + 1, budget);
  }
}
