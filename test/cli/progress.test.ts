import { expect, test } from 'vitest';
import { formatProgress } from '../../cli/progress.ts';

test('how far, how fast, how long', () => {
  expect(formatProgress({ doneBytes: 300e6, totalBytes: 1200e6, path: 'a.pcap' }, 2)).toBe('reading a.pcap · 25 % · 150 MB/s · 6 s left');
});

test('a pipe has no end that is known', () => {
  expect(formatProgress({ doneBytes: 300e6, totalBytes: undefined, path: '-' }, 2)).toBe('reading - · 150 MB/s');
});

test('an empty input', () => {
  expect(formatProgress({ doneBytes: 0, totalBytes: 0, path: 'a.pcap' }, 2)).toBe('reading a.pcap · 0 % · 0 MB/s');
});
