/** A timeline that is saved as a *.stallscope file and opened again shows what it showed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../needs.ts';
import { useScreen, type Page } from './screen.ts';
import { axisTime, clickAt, openTimeline, press, range, selection } from './timeline.mjs';
import { acceptPath, activeTab, runCommand, webview } from './workbench.mjs';

interface Saved {
  readonly version: number;
  readonly inputs: readonly string[];
  readonly view: { readonly filter?: string; readonly hidden?: readonly string[]; readonly bookmarks?: readonly { readonly note: string }[] };
}

describe('a saved timeline', needs('vscode'), () => {
  const screen = useScreen();
  let page: Page;
  let workspace: string;
  let seen: { from: number; to: number };
  const FILTER = 'errno == EAGAIN || sctp.sack.aRwnd < 2000';
  const panel = (name: string) => webview(page).getByRole('tabpanel', { name });
  const saved = (): Saved => JSON.parse(readFileSync(join(workspace, 'capture.stallscope'), 'utf8')) as Saved;

  beforeAll(async () => {
    ({ page, workspace } = await screen.open());
    await openTimeline(page, 'capture.pcap');
    await press(page, 'n');
    await selection(page, 'stalls:1');
    await clickAt(page, 'calls:0', axisTime('03:46:52.805535'));
  });

  test('it is written beside the capture, with relative paths, the filter and the notes', async () => {
    await webview(page).getByRole('tab', { name: 'Notes' }).click();
    await panel('Notes').getByRole('button', { name: 'Add a bookmark' }).click();
    await panel('Notes').getByRole('textbox', { name: /^note at 03:46:52/ }).fill('the refusal');
    await page.keyboard.press('Tab');
    await webview(page).getByRole('combobox', { name: 'filter' }).fill(FILTER);
    await expect.poll(() => webview(page).locator('#filter-said').innerText()).toMatch(/SACKs/);
    seen = await range(page);
    await runCommand(page, 'Stallscope: Save as .stallscope...');
    await acceptPath(page, 'capture.stallscope');
    await activeTab(page, 'capture.stallscope').waitFor();
    expect(saved()).toMatchObject({ version: 1, inputs: ['capture.pcap', 'client.strace'], view: { filter: FILTER, bookmarks: [{ note: 'the refusal' }] } });
    expect(readFileSync(join(workspace, 'capture.stallscope'), 'utf8')).not.toContain(workspace);
  });

  test('opened from the explorer it shows the same', async () => {
    await runCommand(page, 'View: Close All Editors');
    await openTimeline(page, 'capture.stallscope');
    await expect.poll(() => webview(page).getByRole('combobox', { name: 'filter' }).inputValue()).toBe(FILTER);
    await expect.poll(async () => (await range(page)).from).toBeCloseTo(seen.from, -3);
    expect((await range(page)).to).toBeCloseTo(seen.to, -3);
    await webview(page).getByRole('tab', { name: 'Notes' }).click();
    await expect.poll(() => panel('Notes').getByRole('textbox', { name: /^note at 03:46:52/ }).inputValue()).toBe('the refusal');
  });

  test('a note that is written later is kept at once', async () => {
    await panel('Notes').getByRole('textbox', { name: /^note at 03:46:52/ }).fill('refused here');
    await page.keyboard.press('Tab');
    await expect.poll(() => saved().view.bookmarks?.map(({ note }) => note)).toEqual(['refused here']);
  });
});
