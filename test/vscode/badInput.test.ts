/** Files that are not what their names say, or not whole: a sentence each, on the screen. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../needs.ts';
import { useScreen, type Page } from './screen.ts';
import { openTimeline } from './timeline.mjs';
import { openInWebview, statusBar, webview } from './workbench.mjs';

/** The first bytes of a photograph, and what may follow. */
const JPEG = Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), Buffer.alloc(3000, 0x5a)]);

function addBadFiles(workspace: string): void {
  const capture = readFileSync(join(workspace, 'capture.pcap'));
  const folder = (name: string) => join(workspace, name);
  writeFileSync(folder('photo.pcap'), JPEG);
  writeFileSync(folder('empty.pcap'), '');
  writeFileSync(folder('cut.pcap'), capture.subarray(0, Math.floor(capture.length * 0.7)));
}

describe('bad input', needs('vscode'), () => {
  const screen = useScreen();
  let page: Page;

  beforeAll(async () => {
    ({ page } = await screen.open('erlang-slow-peer', addBadFiles));
  });

  test.for([
    ['photo.pcap', 'photo.pcap: neither an strace log nor a packet capture; give an strace log'],
    ['empty.pcap', 'empty.pcap: the file is empty; record again'],
  ] as const)('%s says what it is', async ([name, words]) => {
    await openInWebview(page, name);
    await webview(page).getByRole('status').filter({ hasText: words }).waitFor();
    await statusBar(page, 'No recording').waitFor();
    await webview(page).getByRole('tabpanel', { name: 'Verdict' }).getByRole('heading', { name: 'neither an strace log nor a packet capture' }).waitFor();
  });

  test('a capture that was cut off is shown as far as it goes, and named as cut', async () => {
    await openTimeline(page, 'cut.pcap');
    await webview(page).getByText('cut.pcap: the last packet record is incomplete').first().waitFor();
    await webview(page).getByText('1 stall', { exact: true }).waitFor();
    expect(await webview(page).getByRole('tabpanel', { name: 'Verdict' }).innerText()).toContain('accepted sends are not in the capture');
  });
});
