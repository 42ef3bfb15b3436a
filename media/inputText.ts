/** A file that was read, in a line: its path, what it is and how much stands in it. */
import type { Overview } from '../analyzer/view/protocol.ts';
import { t } from './words.ts';

export function inputText({ path, kind, records }: Overview['inputs'][number]): string {
  const count = records.toLocaleString('en');
  const many = kind === 'strace' ? (records === 1 ? t('1 call') : t('{0} calls', count)) : records === 1 ? t('1 frame') : t('{0} frames', count);
  return `${path}: ${kind}, ${many}`;
}
