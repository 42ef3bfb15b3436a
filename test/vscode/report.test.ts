/** The report for those without VS Code: one page, written by a command, that shows the same without any network. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../needs.ts';
import { useScreen, type Page } from './screen.ts';
import { openTimeline } from './timeline.mjs';
import { acceptPath, runCommand } from './workbench.mjs';

const NAME = 'stallscope-report.html';

describe('an HTML report', needs('vscode'), () => {
  const screen = useScreen();
  let page: Page;
  let workspace: string;

  beforeAll(async () => {
    ({ page, workspace } = await screen.open());
    await openTimeline(page, 'capture.pcap');
  });

  test('is written where the user says', async () => {
    await runCommand(page, 'Stallscope: Write HTML Report...');
    await acceptPath(page, NAME);
    await page.locator('.notification-list-item-message', { hasText: `${NAME} contains the recordings` }).waitFor();
    expect(existsSync(join(workspace, NAME))).toBe(true);
  });

  test('shows verdict and timeline in a browser, and asks nobody for anything', async () => {
    const report = await page.context().newPage();
    const asked: string[] = [];
    report.on('request', (request: { url(): string }) => asked.push(request.url()));
    await report.goto(pathToFileURL(join(workspace, NAME)).href);
    await report.locator('[data-state="ready"][data-tiles="fresh"]').waitFor();
    await report.getByRole('heading', { name: 'send() refused · association closed by the application' }).waitFor();
    await report.getByRole('application').focus();
    await report.keyboard.press('n');
    await report.locator('[data-selected="stalls:1"]').waitFor();
    expect(asked.filter((url) => /^(https?|wss?|ftp):/.test(url))).toEqual([]);
    await report.close();
  });
});
