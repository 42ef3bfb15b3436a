/** A live capture in a real VS Code, from a scripted source: start, watch the window fall, see the stall, stop, save, reopen. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root as checkout } from '../../cli/prepare.mjs';
import { needs } from '../needs.ts';
import { useScreen, type Page } from './screen.ts';
import { axisTime, drawn, range, root } from './timeline.mjs';
import { acceptPath, activeTab, answer, offered, runCommand, sidebarItem, webview } from './workbench.mjs';

/** Parts of the recording: the window is open; it has closed; send() was refused and the association lost. */
const CLOSES = '1795405609.5';
const REFUSES = '1795405612.7';
/** The picture follows at its own pace. */
const PATIENT = { timeout: 30_000 };

describe('a live capture', needs('vscode'), () => {
  const gates = mkdtempSync(join(tmpdir(), 'stallscope-gates-'));
  afterAll(() => rmSync(gates, { recursive: true }));
  const source = (name: string, file: string) => ({
    name,
    command: [process.execPath, join(checkout, 'test/live/replay.mjs'), join(checkout, 'test/fixtures/erlang-slow-peer', file), gates, CLOSES, REFUSES],
  });
  const part = (number: number): void => writeFileSync(join(gates, String(number)), '');

  const screen = useScreen({ settings: { 'stallscope.live.sources': [source('replayed packets', 'capture.pcap'), source('replayed calls', 'client.strace')] } });
  let page: Page;
  let workspace: string;
  const state = (): Promise<string | null> => root(page).getAttribute('data-live');
  const said = () => webview(page).locator('#filter-said');
  const pauseButton = (name: 'live' | 'paused') => webview(page).getByRole('button', { name, exact: true });

  beforeAll(async () => {
    ({ page, workspace } = await screen.open());
    await page.locator('.activitybar .action-label[aria-label^="Stallscope"]').click();
    await runCommand(page, 'Stallscope: Start Live Capture…');
    await answer(page, ['replayed packets', 'replayed calls']);
    await activeTab(page, 'live ').waitFor();
  });

  test('the view follows the present, and tells what came', async () => {
    await expect.poll(state, PATIENT).toBe('following');
    await webview(page).getByText(/^[\d,]+ packets\/s · [1-9]\d* packets · 0 dropped · 0 refused/).waitFor();
    await expect.poll(async () => (await range(page)).to, PATIENT).toBeGreaterThanOrEqual(axisTime('03:46:49'));
    await webview(page).locator('.lane-label[data-lane^="windows:"]').first().waitFor();
  });

  test('the window falls before one\'s eyes', async () => {
    await webview(page).getByRole('combobox', { name: 'filter' }).fill('sctp.sack.aRwnd < 1000');
    await expect.poll(() => said().innerText(), PATIENT).toContain('no matches');
    part(1);
    await expect.poll(() => said().innerText(), PATIENT).toMatch(/[1-9]\d* SACKs/);
    await expect.poll(async () => (await range(page)).to, PATIENT).toBeGreaterThanOrEqual(axisTime('03:46:52'));
  });

  test('the view stands still while it is paused; the stall is in the tree all the same', async () => {
    await pauseButton('live').click();
    await expect.poll(state, PATIENT).toBe('paused');
    const before = await range(page);
    part(2);
    await sidebarItem(page, 'peer window').waitFor();
    await webview(page).getByText(/ · 489 packets · 0 dropped · 1 refused/).waitFor();
    await drawn(page, 'partial');
    expect(await range(page)).toEqual(before);
  });

  test('it goes on with the present, with all that came meanwhile', async () => {
    await pauseButton('paused').click();
    await expect.poll(state, PATIENT).toBe('following');
    await expect.poll(async () => (await range(page)).to, PATIENT).toBeGreaterThanOrEqual(axisTime('03:46:58'));
  });

  test('when it is stopped, all of it can be looked at', async () => {
    await runCommand(page, 'Stallscope: Stop Live Capture');
    await expect.poll(state, PATIENT).toBe('ended');
    await drawn(page);
    const words = await webview(page).getByRole('tabpanel', { name: 'Verdict' }).innerText();
    expect(words).toContain('Cause (high confidence): 10.0.0.2:3868 did not take messages fast enough');
  });

  test('its recording reopens to the same verdict', async () => {
    const verdict = () => webview(page).getByRole('tabpanel', { name: 'Verdict' }).getByRole('heading', { name: 'send() refused' }).innerText();
    const told = await verdict();
    await runCommand(page, 'Stallscope: Save Live Recording…');
    await acceptPath(page, 'Z');
    await page.locator('.notification-toast', { hasText: 'replayed-packets.pcapng, replayed-calls.strace. send() refused · association closed by the application' }).waitFor();
    const folder = readdirSync(workspace).find((name) => name.startsWith('stallscope-'))!;
    expect(readFileSync(join(workspace, folder, 'verdict.txt'), 'utf8')).toContain('10.0.0.2:3868 did not take messages fast enough');
    await page.locator('.notification-toast').getByRole('button', { name: 'Open' }).click();
    await activeTab(page, 'recording.stallscope').waitFor();
    await drawn(page);
    expect(await verdict()).toBe(told);
  });
});

describe('sources that speak and end', needs('vscode'), () => {
  const speaking = (name: string, script: string) => ({ name, command: [process.execPath, '-e', script] });
  const screen = useScreen({
    settings: {
      'stallscope.live.sources': [
        speaking('talker', 'console.error("listening on \\u001b[1mveth0\\u001b[0m"); process.stdin.resume(); process.stdin.on("end", () => process.exit(0));'),
        speaking('dying', 'setTimeout(() => { console.error("ssh: Connection closed"); process.exit(255); }, 1500)'),
      ],
    },
  });

  test('are heard at their rows, in the output and by a message', async () => {
    const { page } = await screen.open();
    await page.locator('.activitybar .action-label[aria-label^="Stallscope"]').click();
    await runCommand(page, 'Stallscope: Start Live Capture…');
    await answer(page, ['talker', 'dying']);
    await activeTab(page, 'live ').waitFor();
    await sidebarItem(page, 'listening on veth0').waitFor();
    await sidebarItem(page, 'ended with code 255: ssh: Connection closed').waitFor();
    const notice = page.locator('.notification-toast', { hasText: 'ended with code 255: ssh: Connection closed' });
    await notice.getByRole('button', { name: 'Show Output' }).click();
    const output = page.locator('.panel .view-lines');
    await output.filter({ hasText: 'talker:' }).waitFor();
    // Blanks of the editor are no-break ones.
    expect((await output.innerText()).replaceAll(/\s+/g, ' ')).toMatch(/\d\d:\d\d:\d\d talker: listening on veth0 .*dying: .* ended with code 255: ssh: Connection closed/);
    // Where no log shows sends, none is called accepted.
    expect(await page.locator('.statusbar').innerText()).toContain('No log of sends');
  });
});

describe('what this machine allows', needs('vscode'), () => {
  const screen = useScreen();

  test('is a page with a fact a line', async () => {
    const { page } = await screen.open();
    await page.locator('.activitybar .action-label[aria-label^="Stallscope"]').click();
    await page.locator('.sidebar').getByRole('button', { name: 'Check Live Capture' }).click();
    await activeTab(page, 'Live capture').waitFor();
    await webview(page).getByRole('heading', { name: 'Live capture on this machine' }).waitFor();
    await webview(page).getByRole('row', { name: /^. (works|in part|no) / }).first().waitFor();
  });
});

describe('a workspace that is not trusted', needs('vscode'), () => {
  const screen = useScreen({ restricted: true });

  test('is offered no live capture', async () => {
    const { page } = await screen.open();
    await page.locator('.activitybar .action-label[aria-label^="Stallscope"]').click();
    const commands = (await offered(page, 'Stallscope: ')).join('\n');
    expect(commands).toContain('Stallscope: Open Timeline');
    expect(commands).not.toContain('Live');
    expect(await page.locator('.sidebar').innerText()).not.toContain('Live');
  });
});
