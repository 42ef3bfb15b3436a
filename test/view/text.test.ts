import { expect, test } from 'vitest';
import { renderMarkdown } from '../../analyzer/view/markdown.ts';
import type { Report, StallReport } from '../../analyzer/view/report.ts';
import { renderText, type Palette } from '../../analyzer/view/text.ts';
import { closedStall, healthyReport, sampleReport } from './sampleReport.ts';

const same = (text: string): string => text;
const plain: Palette = { alarm: same, warning: same, good: same, heading: same, proof: same, quiet: same };
const escape = '\u001b[1m';
const marked: Palette = { ...plain, alarm: (text) => escape + text, proof: (text) => escape + text };

const text = (report: Report, width: number): string => renderText(report, { width, palette: plain });

test.each([60, 80, 120])('the verdict card at %i columns', async (width) => {
  await expect(text(sampleReport, width)).toMatchFileSnapshot(`golden/verdict-${width}.txt`);
});

test('the verdict as Markdown', async () => {
  await expect(renderMarkdown(sampleReport)).toMatchFileSnapshot('golden/verdict.md');
});

test.each([50, 80, 120])('no line is longer than %i columns or the limit of 110', (width) => {
  for (const line of text(sampleReport, width).split('\n')) expect(line.length).toBeLessThanOrEqual(Math.min(width, 110));
});

test('colours change no character of the layout', () => {
  const coloured = renderText(sampleReport, { width: 80, palette: marked });
  expect(coloured).not.toBe(text(sampleReport, 80));
  expect(coloured.replaceAll(escape, '')).toBe(text(sampleReport, 80));
});

test('a healthy trace gets one line', () => {
  expect(text(healthyReport, 80)).toBe('no stall\n');
  expect(renderMarkdown(healthyReport)).toBe('## no stall\n');
});

test('stalls alike share a card, told by the longest', () => {
  const later = (time: string, seconds: number): string => String(BigInt(time) + BigInt(seconds) * 1_000_000_000n);
  const at = (id: number, durationNs: number, fd = 17): StallReport => ({
    ...closedStall, id, fd, start: later(closedStall.start, id), end: later(closedStall.end, id), cost: { ...closedStall.cost, durationNs },
  });
  const lines = text({ ...sampleReport, stalls: [at(1, 5e6), at(2, 90e6), at(3, 7e6), at(4, 1e6, 18)] }, 100);
  expect(lines.match(/^send\(\) refused/gm)).toHaveLength(2);
  expect(lines).toContain('association closed by the application · 3 times');
  expect(lines).toMatch(/It cost +90\.0 ms/);
  expect(lines).toMatch(/And alike\n +start .*\n +03:46:53\.805123 +5\.00 ms .*\n +03:46:55\.805123 +7\.00 ms/);
});

test('a capture alone is no proof of health', () => {
  const [, capture] = sampleReport.inputs;
  const lines = text({ ...healthyReport, inputs: [capture!] }, 100);
  expect(lines).not.toContain('no stall');
  expect(lines).toMatch(/^refused sends are not visible/);
  expect(lines).toContain('10.0.0.1:36002 → 10.0.0.2:3868');
});

test('what weakens the verdict stands before it', () => {
  const lines = text(sampleReport, 100);
  expect(lines.indexOf('times without a date')).toBeLessThan(lines.indexOf('send() refused'));
});

test('several captures are told apart in proofs', () => {
  const [log, capture] = sampleReport.inputs;
  const two: Report = { ...sampleReport, inputs: [log!, capture!, { ...capture!, path: 'other/capture.pcap' }] };
  expect(text(two, 110)).toContain('capture.pcap frame 471');
});

test('text of the recording is no Markdown', () => {
  const hostile: Report = { ...sampleReport, stalls: [{ ...closedStall, summary: ['<script>|*x*', '[a](b)'] }] };
  expect(renderMarkdown(hostile)).toContain('## \\<script\\>\\|\\*x\\*');
  expect(renderMarkdown(hostile)).toContain('\\[a\\](b)');
});
