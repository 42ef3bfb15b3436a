/** The explorer's menu: several files, or a whole folder, as one timeline. */
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, test } from 'vitest';
import { needs } from '../needs.ts';
import { useScreen, type Page } from './screen.ts';
import { drawn } from './timeline.mjs';
import { chooseInMenu, explorerItem, runCommand, webview } from './workbench.mjs';

const ITEM = 'Open Stallscope Timeline';

describe('the explorer', needs('vscode'), () => {
  const screen = useScreen();
  let page: Page;

  beforeAll(async () => {
    ({ page } = await screen.open('erlang-slow-peer', (workspace) => {
      mkdirSync(join(workspace, 'night'));
      for (const name of ['capture.pcap', 'client.strace']) cpSync(join(workspace, name), join(workspace, 'night', name));
    }));
  });

  const inputs = async (...names: string[]) => {
    await drawn(page);
    for (const name of names) await webview(page).locator('.chip', { hasText: name }).first().waitFor();
  };

  test('opens the selected files as one timeline', async () => {
    await explorerItem(page, 'client.strace').click();
    await explorerItem(page, 'capture.pcap').click({ modifiers: ['Control'] });
    await chooseInMenu(page, 'capture.pcap', ITEM);
    await inputs('capture.pcap', 'client.strace');
    await webview(page).getByText('1 stall', { exact: true }).waitFor();
  });

  test('opens what a folder holds', async () => {
    await runCommand(page, 'View: Close All Editors');
    await chooseInMenu(page, 'night', ITEM);
    await inputs('capture.pcap', 'client.strace');
    await webview(page).getByText('1 stall', { exact: true }).waitFor();
  });
});
