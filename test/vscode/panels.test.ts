/** Everything beside the lanes, as a reader uses it: verdict, details, ladder, events, notes and the filter, by mouse and by keyboard. */
import { beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../needs.ts';
import { useScreen, type Page } from './screen.ts';
import { drawn, openTimeline, press, root, selection } from './timeline.mjs';
import { cursorIn, explorerItem, webview } from './workbench.mjs';

describe('the panels beside the lanes', needs('vscode'), () => {
  const screen = useScreen();
  let page: Page;
  const tab = (name: string): Promise<void> => webview(page).getByRole('tab', { name }).click();
  const panel = (name: string) => webview(page).locator(`[data-tab="${name}"].panel-body`);
  const filter = () => webview(page).getByRole('combobox', { name: 'filter' });

  beforeAll(async () => {
    ({ page } = await screen.open());
    await openTimeline(page, 'capture.pcap');
  });

  test('the verdict says what happened; a clause selects its proof', async () => {
    await panel('Verdict').getByRole('heading', { name: 'send() refused · association closed by the application' }).waitFor();
    await panel('Verdict').getByRole('link', { name: /the peer's window was 0 B/ }).click();
    await expect.poll(() => root(page).getAttribute('data-selected')).toMatch(/^sacks:/);
  });

  test('details of the selection: a field lights up its bytes, a byte finds its field', async () => {
    await tab('Details');
    const details = panel('Details');
    await details.getByRole('heading', { name: /a_rwnd 0 B/ }).waitFor();
    await details.getByRole('treeitem', { name: /^a_rwnd, 0/ }).first().locator('.field').first().click();
    await expect.poll(() => details.locator('.hex .byte.selected').allTextContents()).toEqual(['00', '00', '00', '00']);
    await details.locator('.hex .byte[data-at="0"]').click();
    await expect.poll(() => details.locator('[role="treeitem"][aria-selected="true"]').getAttribute('aria-label')).toMatch(/^Destination/);
  });

  test('the tree is walked with the arrows', async () => {
    const item = () => panel('Details').locator('[role="treeitem"]:focus');
    const before = await item().getAttribute('aria-label');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => item().getAttribute('aria-label')).not.toBe(before);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => item().getAttribute('aria-level')).toBe('1');
  });

  test('the ladder shows the refused send as an arrow that stops; its row selects the call', async () => {
    await press(page, 'n');
    await selection(page, 'stalls:1');
    await tab('Ladder');
    const refused = panel('Ladder').getByRole('option', { name: /application to local, sendmsg CCR, EAGAIN/ });
    await refused.waitFor();
    expect(await refused.locator('.arrow.stopped').count()).toBe(1);
    await refused.click();
    await expect.poll(() => root(page).getAttribute('data-selected')).toMatch(/^calls:/);
    expect(await refused.getAttribute('aria-selected')).toBe('true');
  });

  test('the table of events has the selected row, says how many there are, and is walked with the arrows', async () => {
    await tab('Events');
    const grid = panel('Events').getByRole('grid');
    const row = grid.locator('[role="row"][aria-selected="true"]');
    await row.getByText('EAGAIN').waitFor();
    expect(Number(await grid.getAttribute('aria-rowcount'))).toBeGreaterThan(1000);
    const before = await root(page).getAttribute('data-selected');
    await grid.focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => root(page).getAttribute('data-selected')).not.toBe(before);
  });

  test('the filter completes, tells where it is wrong, and counts', async () => {
    await filter().click();
    await page.keyboard.type('errno == EAGA');
    await webview(page).getByRole('option', { name: /EAGAIN/ }).waitFor();
    await page.keyboard.press('Tab');
    await expect.poll(() => filter().inputValue()).toBe('errno == EAGAIN');
    await webview(page).locator('.filter-box .counts', { hasText: '1 stalls' }).waitFor();
    await panel('Events').locator('.figure', { hasText: '1 row match' }).waitFor();
    await filter().fill('errno == EAGAIN && sctp.nonsense > 3');
    await expect.poll(() => webview(page).locator('.filter-box .underline u').textContent()).toBe('sctp.nonsense');
    expect(await filter().getAttribute('aria-invalid')).toBe('true');
  });

  test('a cleared filter is offered again', async () => {
    await webview(page).getByRole('button', { name: 'Clear the filter' }).click();
    await expect.poll(() => filter().inputValue()).toBe('');
    await page.keyboard.press('ArrowDown');
    await webview(page).getByRole('option', { name: /errno == EAGAIN/ }).waitFor();
  });

  test('B bookmarks the selection; a note is written and taken away again', async () => {
    await press(page, 'b');
    await tab('Notes');
    const note = panel('Notes').getByRole('textbox').first();
    await note.fill('here it went wrong');
    await note.press('Enter');
    await expect.poll(() => panel('Notes').getByRole('textbox').first().inputValue()).toBe('here it went wrong');
    await panel('Notes').getByRole('button', { name: /^Delete the bookmark/ }).click();
    await expect.poll(() => panel('Notes').getByRole('textbox').count()).toBe(0);
  });

  test('a timeline that was hidden comes back with its selection and its panel', async () => {
    await press(page, 'n');
    await selection(page, 'stalls:1');
    await tab('Ladder');
    await panel('Ladder').getByRole('option', { name: /EAGAIN/ }).waitFor();
    await explorerItem(page, 'README.md').dblclick();
    await page.locator('.tab.active', { hasText: 'README.md' }).waitFor();
    await page.locator('.tab', { hasText: 'capture.pcap' }).first().click();
    await drawn(page);
    await selection(page, 'stalls:1');
    await panel('Ladder').getByRole('option', { name: /EAGAIN/ }).waitFor();
  });

  test('the line beside a clause opens in the log', async () => {
    await tab('Verdict');
    await panel('Verdict').getByRole('button', { name: 'open line 7225' }).first().click();
    await cursorIn(page, 'client.strace', 7225);
  });
});
