/** The panel beside the lanes: the verdict whose clauses are links, the decoded event with its bytes, the filter, bookmarks. */
import { beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../needs.ts';
import { useScreen, type Page } from './screen.ts';
import { axisTime, clickAt, drawn, openTimeline, press, range, selection } from './timeline.mjs';
import { cursorIn, textEditor, webview } from './workbench.mjs';

describe('the panel of a stall', needs('vscode'), () => {
  const screen = useScreen();
  let page: Page;

  beforeAll(async () => {
    ({ page } = await screen.open());
    await openTimeline(page, 'capture.pcap');
  });

  const panel = (name: string) => webview(page).getByRole('tabpanel', { name });
  const goTo = async (name: string) => {
    await webview(page).getByRole('tab', { name }).click();
    await panel(name).waitFor();
  };

  test('the verdict is there without a click', async () => {
    await panel('Verdict').getByRole('heading', { name: 'send() refused · association closed by the application' }).waitFor();
    const words = await panel('Verdict').innerText();
    expect(words).toContain('Cause (high confidence): 10.0.0.2:3868 did not take messages fast enough');
    expect(words).toMatch(/Not because[^]*loss: no TSN was retransmitted/);
    expect(words).toContain('51 messages accepted by the kernel and never on the wire');
  });

  test('a clause that a frame proves leads to the frame, decoded', async () => {
    await panel('Verdict').getByText('frame 468').first().click();
    await goTo('Details');
    await panel('Details').getByRole('heading', { name: /SACK/ }).first().waitFor();
    await panel('Details').getByRole('treeitem', { name: /SACK/ }).first().waitFor();
  });

  test('a byte that is pressed shows its field, a field its bytes', async () => {
    const tree = panel('Details').getByRole('tree', { name: /frame 468/ });
    const hex = panel('Details').getByRole('grid', { name: /bytes of .*frame 468/ });
    // The two bytes after two addresses of six.
    await hex.locator('.byte[data-at="12"]').click();
    await tree.getByRole('treeitem', { name: /^Type, 0x0800/, selected: true }).waitFor();
    expect(await hex.locator('.byte.selected').allTextContents()).toEqual(['08', '00']);
    await tree.getByText('a_rwnd', { exact: true }).click();
    await expect.poll(() => hex.locator('.byte.selected').allTextContents()).toEqual(['00', '00', '00', '00']);
  });

  test('a clause that a line proves opens that line', async () => {
    await goTo('Verdict');
    await panel('Verdict').getByText('line 7225').first().click();
    await cursorIn(page, 'client.strace', 7225);
    expect(await textEditor(page, 'client.strace').count()).toBe(1);
  });

  test('a filter leaves what matches, and is Wireshark\'s where there is one', async () => {
    const box = webview(page).getByRole('combobox', { name: 'filter' });
    const said = webview(page).locator('#filter-said');
    await box.fill('errno == EAGAIN && syscall == sendmsg');
    await expect.poll(() => said.innerText()).toMatch(/1 calls/);
    await box.fill('sctp.sack.aRwnd < 2000');
    await expect.poll(() => said.innerText()).toMatch(/SACKs/);
    await said.getByRole('button', { name: 'Copy as Wireshark filter' }).waitFor();
    await box.fill('errno == NOSUCHERROR');
    await webview(page).locator('#filter [aria-invalid="true"]').waitFor();
    await box.fill('');
    await drawn(page);
  });

  test('a bookmark is written where the selection is', async () => {
    await press(page, 'n');
    await selection(page, 'stalls:1');
    await clickAt(page, 'calls:0', axisTime('03:46:52.805535'));
    await goTo('Notes');
    await panel('Notes').getByRole('button', { name: 'Add a bookmark' }).click();
    await panel('Notes').getByRole('listitem').getByText('03:46:52.805535').first().waitFor();
  });

  test('the table beside the canvas leads to the same events', async () => {
    await goTo('Events');
    await panel('Events').getByRole('combobox', { name: 'table' }).selectOption('stalls');
    await panel('Events').getByRole('row').nth(1).click();
    await selection(page, 'stalls:1');
    expect((await range(page)).from).toBeLessThan(axisTime('03:46:52.805535'));
  });
});
