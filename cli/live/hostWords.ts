/** What a host allows, in words: for a terminal, and as Markdown for a page of the editor. */
import { escapeMarkdown } from '../../analyzer/view/cardMarkdown.ts';
import { wrap } from '../../analyzer/view/layout.ts';
import type { HostFact } from '../../native/index.ts';

const words = { works: 'works', limited: 'in part', missing: 'no' } as const satisfies Record<HostFact['state'], string>;

/** Of the column with the words, and of the text beside it. */
const COLUMN = 9;
const WIDTH = 100;

/** A line for each fact, with the command that enables it. Commands are never broken: they are to be copied. */
export function hostText(facts: readonly HostFact[]): string {
  const indent = ' '.repeat(COLUMN);
  return facts.map(({ state, sentence, command, undo }) => [
    ...wrap(sentence, WIDTH - COLUMN).map((line, i) => (i === 0 ? words[state].padEnd(COLUMN) : indent) + line),
    ...(command === undefined ? [] : [`${indent}  ${command}`]),
    ...(undo === undefined ? [] : [`${indent}to take it back:`, `${indent}  ${undo}`]),
  ].join('\n')).join('\n') + '\n';
}

export function hostMarkdown(facts: readonly HostFact[]): string {
  const fence = (command: string): string[] => ['', '```sh', command, '```'];
  return [
    '# Live capture on this machine',
    ...facts.flatMap(({ state, sentence, command, undo }) => [
      '', `**${words[state]}**: ${escapeMarkdown(sentence)}`,
      ...(command === undefined ? [] : fence(command)),
      ...(undo === undefined ? [] : ['', 'To take it back:', ...fence(undo)]),
    ]),
    '',
    'Whatever is missing here, a capture can come from elsewhere: set up a program that writes one (`ssh`, `docker exec`, `kubectl exec`, `dumpcap`) in the setting `stallscope.live.sources`, or follow a file that is being written.',
    '',
  ].join('\n');
}

/** Packets of this machine can be captured, here and now. */
export const canCapture = (facts: readonly HostFact[]): boolean => facts.some(({ id, state }) => id === 'packets' && state === 'works');
