/** The panels in a headless browser: what a hostile recording must not do, long ladders, narrow windows, the clipboard. */
import { afterEach, describe, expect, test } from 'vitest';
import { needs } from '../needs.ts';
import { usePages, type Timeline } from './page.ts';

/** As long as what it takes the place of, in a Diameter identity and in the log's text. */
const HOST = 'client.lab.example';
const HOSTILE = '<img src=x>&quot;<';

describe('the panels', needs('vscode'), () => {
  const pages = usePages();
  const opened: Timeline[] = [];
  const open = async (...args: Parameters<typeof pages.open>): Promise<Timeline> => {
    const timeline = await pages.open(...args);
    opened.push(timeline);
    return timeline;
  };
  afterEach(async () => {
    for (const { page, problems } of opened.splice(0)) {
      expect(problems).toEqual([]);
      await page.close();
    }
  });
  const tab = ({ page }: Timeline, name: string): Promise<void> => page.getByRole('tab', { name }).click();

  test('markup in a recording is text', async () => {
    expect(HOSTILE).toHaveLength(HOST.length);
    const timeline = await open('erlang-slow-peer', {
      name: 'hostile', files: (files) => files.map(({ path, bytes }: { path: string; bytes: Buffer }) => ({ path, bytes: Buffer.from(bytes.toString('latin1').replaceAll(HOST, HOSTILE), 'latin1') })),
    });
    const { page } = timeline;
    await page.getByRole('link', { name: 'send() was refused with EAGAIN' }).click();
    await tab(timeline, 'Details');
    await page.locator('.line-view', { hasText: HOSTILE }).waitFor();
    await tab(timeline, 'Events');
    await page.getByRole('combobox', { name: 'table' }).selectOption('transactions');
    await page.locator('.events .row').nth(3).click();
    await tab(timeline, 'Details');
    await page.getByRole('treeitem', { name: `Origin-Host, ${HOSTILE}` }).first().waitFor();
    for (const name of ['Ladder', 'Notes', 'Verdict']) await tab(timeline, name);
    expect(await page.locator('img').count()).toBe(0);
  });

  test('a long ladder goes on where it is scrolled, without a gap, and comes back', async () => {
    const timeline = await open('017-multihomed-failover');
    const { page } = timeline;
    await tab(timeline, 'Ladder');
    const rows = page.locator('.ladder .row');
    await rows.first().waitFor();
    const times = (): Promise<string[]> => page.locator('.ladder .row .when').evaluateAll((cells: HTMLElement[]) => cells.map((cell) => cell.firstChild!.textContent!));
    const first = (await times())[0]!;
    await page.locator('.ladder .viewing').hover();
    const scrollUntil = async (by: number, done: (shown: string[]) => boolean): Promise<void> => {
      await expect.poll(async () => {
        await page.mouse.wheel(0, by);
        const shown = await times();
        expect(shown).toEqual(shown.toSorted());
        return done(shown);
      }, { timeout: 60_000, interval: 30 }).toBe(true);
    };
    await scrollUntil(4000, (shown) => shown[0]! > '03:50:17.0');
    await scrollUntil(-2000, (shown) => shown[0]! < '03:50:16.2');
    // Less than a view at a time.
    await scrollUntil(400, (shown) => shown.includes(first));
  });

  test('a second path is named at its arrows', async () => {
    const timeline = await open('017-multihomed-failover');
    await timeline.press('n');
    await tab(timeline, 'Ladder');
    await timeline.page.getByRole('option', { name: /sent again.*path 2, 10\.0\.1\.1 – 10\.0\.1\.2/ }).first().waitFor();
  });

  test('a step of a transaction selects the call it comes from', async () => {
    const timeline = await open('erlang-slow-peer');
    await tab(timeline, 'Events');
    await timeline.page.getByRole('combobox', { name: 'table' }).selectOption('transactions');
    await timeline.page.locator('.events .row').nth(5).click();
    await timeline.selected(/^transactions:/);
    await tab(timeline, 'Details');
    await timeline.page.getByRole('button', { name: /^send\(\)/ }).click();
    await timeline.selected(/^calls:/);
  });

  test('the verdict is copied as Markdown', async () => {
    const { page } = await open('erlang-slow-peer');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy all as Markdown' }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('## send() refused · association closed by the application');
  });

  test('where no file can be opened, its place is shown on the timeline', async () => {
    const timeline = await open('erlang-slow-peer');
    await timeline.page.getByRole('button', { name: 'open frame 468' }).first().click();
    await timeline.selected(/^sacks:/);
  });

  test('numbers lead to the tabs, arrows walk there, Escape leads back to the lanes', async () => {
    const timeline = await open('erlang-slow-peer');
    const { page } = timeline;
    await timeline.press('3');
    const ladder = page.getByRole('listbox', { name: /^sequence diagram/ });
    await expect.poll(() => ladder.evaluate((element: HTMLElement) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await timeline.selected(/^(calls|packets):/);
    await page.keyboard.press('2');
    await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset['tab'])).toBe('Details');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate(() => document.activeElement!.tagName)).toBe('CANVAS');
  });

  test('the edge is moved by the arrows, the panel folded and unfolded', async () => {
    const { page } = await open('erlang-slow-peer');
    const edge = page.getByRole('separator', { name: 'width of the panel' });
    const width = async (): Promise<number> => Number(await edge.getAttribute('aria-valuenow'));
    const before = await width();
    await edge.focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(width).toBe(before + 24);
    await page.getByRole('button', { name: 'Fold the panel away' }).click();
    await expect.poll(async () => (await page.locator('.side-panel').boundingBox())!.width).toBeLessThan(50);
    await page.getByRole('button', { name: 'Show the panel' }).click();
    await expect.poll(width).toBe(before + 24);
  });

  test('in a narrow window the panel lies below the lanes', async () => {
    const { page } = await open('erlang-slow-peer');
    await page.setViewportSize({ width: 560, height: 800 });
    await expect.poll(async () => {
      const [lanes, panel] = await Promise.all(['.timeline', '.side-panel'].map(async (part) => (await page.locator(part).boundingBox())!));
      return panel!.y >= lanes!.y + lanes!.height - 1 && panel!.width > 500 && lanes!.height > 150;
    }).toBe(true);
  });

  test('where nothing stalled the verdict says what was looked at', async () => {
    const { page } = await open('006-healthy');
    await page.getByRole('heading', { name: 'no stall' }).waitFor();
    await page.locator('.verdict').getByText('10.0.0.1:32796 → 10.0.0.2:3868').waitFor();
  });
});
