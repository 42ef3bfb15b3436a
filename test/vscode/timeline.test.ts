/** The main job, by mouse and keyboard: from a capture in the explorer to the line of the log that proves the verdict. */
import { beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../needs.ts';
import { useScreen, type Page } from './screen.ts';
import { axisTime, canvas, clickAt, openTimeline, press, range, selection } from './timeline.mjs';
import { activeTab, cursorIn, statusBar, webview } from './workbench.mjs';

/** The refused sendmsg of test/fixtures/erlang-slow-peer. */
const REFUSED = { time: axisTime('03:46:52.805535'), line: 7225, lane: 'calls:0' };

describe('the timeline of a stall', needs('vscode'), () => {
  const screen = useScreen();
  let page: Page;

  beforeAll(async () => {
    ({ page } = await screen.open());
    await openTimeline(page, 'capture.pcap');
  });

  test('a double click in the explorer shows the verdict, with the log found beside the capture', async () => {
    await activeTab(page, 'capture.pcap').waitFor();
    await statusBar(page, 'peer window → EAGAIN → closed by the application').waitFor();
    await statusBar(page, 'with client.strace').waitFor();
    await webview(page).getByText('1 stall', { exact: true }).waitFor();
    const words = await webview(page).getByRole('tabpanel', { name: 'Verdict' }).innerText();
    expect(words).toContain('Cause (high confidence): 10.0.0.2:3868 did not take messages fast enough');
    expect(words).toMatch(/Not because[^]*loss: no TSN was retransmitted/);
    expect(words).toContain('51 messages accepted by the kernel and never on the wire');
  });

  test('N goes to the next stall and shows it large', async () => {
    await press(page, 'n');
    await selection(page, 'stalls:1');
    await expect.poll(async () => (await range(page)).from).toBeGreaterThan(axisTime('03:46:52'));
    const { from, to } = await range(page);
    expect(from).toBeLessThan(REFUSED.time);
    expect(to).toBeGreaterThan(REFUSED.time);
  });

  test('a click selects a refused send and says it in words', async () => {
    await clickAt(page, REFUSED.lane, REFUSED.time);
    await webview(page).getByText('sendmsg() on fd 17 of CCR, 776 B, refused: EAGAIN').first().waitFor();
    await expect.poll(() => canvas(page).getAttribute('aria-label')).toMatch(/^Timeline\. Selected: 03:46:52\.805535 +sendmsg\(\) on fd 17/);
  });

  test('a double click on a refused send reveals its line in the log', async () => {
    await clickAt(page, REFUSED.lane, REFUSED.time, 2);
    await cursorIn(page, 'client.strace', REFUSED.line);
  });

  test('the log that stands beside the timeline shows the line of what is selected', async () => {
    await webview(page).getByRole('link', { name: 'next call on this fd' }).click();
    await cursorIn(page, 'client.strace', REFUSED.line + 1);
    await press(page, 'n');
    await cursorIn(page, 'client.strace', REFUSED.line);
  });

  test('keys pan and zoom; F shows everything again', async () => {
    const before = await range(page);
    await press(page, 'w');
    await expect.poll(async () => width(await range(page))).toBeLessThan(width(before));
    await press(page, 'f');
    await expect.poll(async () => width(await range(page))).toBeGreaterThan(30e9);
  });

  test('stalls are walked by keyboard, of the timeline and of the editor', async () => {
    const { page: other } = await screen.open('005-loss');
    await openTimeline(other, 'capture.pcap.zst');
    for (const [key, row] of [['n', 'stalls:1'], ['n', 'stalls:2'], ['p', 'stalls:1']] as const) {
      await press(other, key);
      await selection(other, row);
    }
    await other.keyboard.press('F8');
    await selection(other, 'stalls:2');
    await webview(other).getByText('stall 2 of 4', { exact: true }).first().waitFor();
  });
});

const width = ({ from, to }: { from: number; to: number }): number => to - from;
