/** The .vsix as a user gets it, installed in a real VS Code. */
import { describe, expect, test } from 'vitest';
import { needs } from '../needs.ts';
import { useScreen } from './screen.ts';
import { explorerItem, installedExtensions } from './workbench.mjs';

describe('the installed extension', needs('vscode'), () => {
  const screen = useScreen();

  test('is listed, and the recording stands in the explorer', async () => {
    const { page } = await screen.open();
    await explorerItem(page, 'capture.pcap').waitFor();
    // The list is drawn more than once while it fills.
    await expect.poll(() => installedExtensions(page), { timeout: 60_000 }).toContain('Stallscope');
  });
});
