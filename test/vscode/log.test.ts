/** The log as text: what is said at its lines, and the way from a line to the timeline. */
import { beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../needs.ts';
import { useScreen, type Page } from './screen.ts';
import { axisTime, canvas, drawn, press, range, selection } from './timeline.mjs';
import { cursorIn, explorerItem, problems, runCommand, textEditor, typeInto } from './workbench.mjs';

const REFUSED = { time: axisTime('03:46:52.805535'), line: 7225 };

describe('an strace log as text', needs('vscode'), () => {
  const screen = useScreen();
  let page: Page;

  beforeAll(async () => {
    ({ page } = await screen.open());
    await explorerItem(page, 'client.strace').dblclick();
    await textEditor(page, 'client.strace').waitFor();
  });

  const goToLine = async () => {
    await runCommand(page, 'Go to Line/Column...');
    await typeInto(page, `:${REFUSED.line}`);
    await cursorIn(page, 'client.strace', REFUSED.line);
  };

  test('Problems holds the verdict at the refused send', async () => {
    await expect.poll(async () => (await problems(page)).join('\n'), { timeout: 60_000 }).toMatch(/Error: send\(\) refused · association closed by the application.* at line 7225 /);
    await runCommand(page, 'View: Hide Panel');
  });

  test('a refused send says what limited it', async () => {
    await goToLine();
    await textEditor(page, 'client.strace').locator('.codelens-decoration', { hasText: 'window 0 B since 612 ms' }).waitFor();
    await textEditor(page, 'client.strace').locator('.squiggly-error').first().waitFor();
  });

  test('the title of the log offers the timeline', async () => {
    await page.getByRole('button', { name: 'Open Stallscope Timeline' }).click();
    await drawn(page);
    await press(page, 'Home');
    await expect.poll(() => range(page).then(({ to }) => to)).toBeLessThan(REFUSED.time);
  });

  test('the CodeLens of a refused send moves the timeline to it', async () => {
    await page.getByRole('tab', { name: 'client.strace', exact: false }).first().click();
    await goToLine();
    await textEditor(page, 'client.strace').locator('.codelens-decoration a').first().click();
    await expect.poll(() => canvas(page).getAttribute('aria-label')).toMatch(/^Timeline\. Selected: 03:46:52\.805535 +sendmsg\(\) on fd 17/);
    await expect.poll(() => range(page).then(({ to, from }) => from < REFUSED.time && REFUSED.time < to)).toBe(true);
  });

  test('the Stalls view leads from the cause to its evidence', async () => {
    await page.locator('.activitybar').getByRole('tab', { name: /^Stallscope/ }).click();
    await page.locator('.sidebar').getByRole('treeitem').filter({ hasText: 'closed by the application' }).first().click();
    await selection(page, 'stalls:1');
  });
});
