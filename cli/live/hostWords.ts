/** What a host allows, in words: for a terminal, and as Markdown for a page of the editor. */
import { escapeMarkdown } from '../../analyzer/view/cardMarkdown.ts';
import { wrap } from '../../analyzer/view/layout.ts';
import { count } from '../../analyzer/view/phrases.ts';
import { shellLine, type HostFact, type NetworkNamespace } from '../../native/index.ts';
import { plainLine } from './spokenLines.ts';

const words = { works: 'works', limited: 'in part', missing: 'no' } as const satisfies Record<HostFact['state'], string>;

/** Of the column with the words, and of the text beside it. */
const COLUMN = 9;
const WIDTH = 100;
const MOST_ASSOCIATIONS = 2;

/** What `--netns` takes for it. Processes call themselves as they like. */
export const namespaceTitle = ({ name, pid }: Pick<NetworkNamespace, 'name' | 'pid'>): string => plainLine(name ?? String(pid));

/** "pid 227 beam.smp, docker 0123456789ab, 3 associations: 10.0.0.1:43563 to 10.0.0.2:3868 and 2 more" */
export function namespaceWords({ name, pid, command, container, associations }: NetworkNamespace): string {
  const shown = associations.slice(0, MOST_ASSOCIATIONS).join(', ');
  const more = associations.length > MOST_ASSOCIATIONS ? ` and ${associations.length - MOST_ASSOCIATIONS} more` : '';
  const process = pid === undefined ? 'no process' : `${name === undefined ? 'process' : `pid ${pid}`} ${plainLine(command)}`;
  return plainLine([process, container, associations.length === 0 ? '' : `${count(associations.length, 'association')}: ${shown}${more}`].filter((part) => part.trim() !== '').join(', '));
}

/** A line for each fact, with the command that enables it. Commands are never broken: they are to be copied. */
export function hostText(facts: readonly HostFact[], namespaces: readonly NetworkNamespace[] = []): string {
  const indent = ' '.repeat(COLUMN);
  const column = (head: string, sentence: string): string[] => wrap(sentence, WIDTH - COLUMN).map((line, i) => (i === 0 ? head.padEnd(COLUMN) : indent) + line);
  return [
    ...facts.flatMap(({ state, sentence, command, undo }) => [
      ...column(words[state], sentence),
      ...(command === undefined ? [] : [`${indent}  ${command}`]),
      ...(undo === undefined ? [] : [`${indent}to take it back:`, `${indent}  ${undo}`]),
    ]),
    ...(namespaces.length === 0 ? [] : ['', 'Other network namespaces, each with the line that watches it:']),
    ...namespaces.flatMap((one) => [...column(`${namespaceTitle(one)} `, namespaceWords(one)), `${indent}  ${shellLine(['stallscope', 'live', '--netns', namespaceTitle(one)])}`]),
    '',
  ].join('\n');
}

const marks = { works: '✓', limited: '○', missing: '✗' } as const satisfies Record<HostFact['state'], string>;

/** A command as a block to be copied whole: what takes it back is a comment there. */
const block = ({ command, undo }: HostFact): string[] => ['```sh', command ?? '', ...(undo === undefined ? [] : [`# to take it back: ${undo}`]), '```'];

export function hostMarkdown(facts: readonly HostFact[], namespaces: readonly NetworkNamespace[] = []): string {
  const enabling = facts.filter(({ command }) => command !== undefined);
  return [
    '# Live capture on this machine', '',
    '| | |', '|---|---|',
    ...facts.map(({ state, sentence }) => `| ${marks[state]} ${words[state]} | ${escapeMarkdown(sentence)} |`),
    ...(enabling.length === 0 ? [] : ['', '## What enables more, in a terminal']),
    ...enabling.flatMap((fact) => ['', escapeMarkdown(fact.sentence), '', ...block(fact)]),
    ...(namespaces.length === 0 ? [] : [
      '', '## Other network namespaces', '',
      '| | |', '|---|---|',
      ...namespaces.map((one) => `| ${escapeMarkdown(namespaceTitle(one))} | ${escapeMarkdown(namespaceWords(one))} |`),
      '', '*Start Live Capture* offers them. Where entering one needs root, it puts the line into a terminal, for you to run.',
    ]),
    '', '## From elsewhere', '',
    'Whatever is missing here, a capture can come from another machine or container: set up a program that writes one (`ssh`, `docker exec`, `kubectl exec`, `dumpcap`) in the setting `stallscope.live.sources`, or follow a file that is being written.',
    '',
  ].join('\n');
}

/** Packets of this machine can be captured, here and now. */
export const canCapture = (facts: readonly HostFact[]): boolean => facts.some(({ id, state }) => id === 'packets' && state === 'works');
