/** A file that was read, in a line: its path, what it is and how much stands in it. */
import type { Overview } from '../analyzer/view/protocol.ts';
import { t } from './words.ts';

/** A source of a live session that has not begun: of a file that is something else there is a problem. */
export const isAwaited = ({ kind, problems }: Overview['inputs'][number]): boolean => kind === 'unknown' && problems.length === 0;

export function inputText(input: Overview['inputs'][number]): string {
  const { path, kind, records } = input;
  if (isAwaited(input)) return t('{0}: nothing yet', path);
  const count = records.toLocaleString('en');
  if (kind === 'states') return `${path}: ${t('{0} states', count)}`;
  const many = kind === 'strace' ? (records === 1 ? t('1 call') : t('{0} calls', count)) : records === 1 ? t('1 frame') : t('{0} frames', count);
  return `${path}: ${kind}, ${many}`;
}
