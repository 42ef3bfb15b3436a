/** The timeline by mouse and keyboard, in a headless browser. */
import { beforeEach, describe, expect, test } from 'vitest';
import { needs } from '../needs.ts';
import { usePages, type Facts, type Timeline } from './page.ts';

/** 2026-11-23 on the axis of test/fixtures/erlang-slow-peer: the refused sendmsg. */
const REFUSED = ((3 * 60 + 46) * 60 + 52.805535) * 1e9;
const middle = ({ from, to }: Facts): number => (from + to) / 2;
const span = ({ from, to }: Facts): number => to - from;

describe('the timeline', needs('vscode'), () => {
  const pages = usePages();
  let timeline: Timeline;

  beforeEach(async () => {
    timeline = await pages.open('erlang-slow-peer');
    return async () => {
      expect(timeline.problems).toEqual([]);
      await timeline.page.close();
    };
  });

  test('Ctrl and wheel zoom at the pointer', async () => {
    const before = await timeline.facts();
    const { x, y } = await timeline.place(0.25);
    await timeline.page.mouse.move(x, y);
    await timeline.page.keyboard.down('Control');
    await timeline.page.mouse.wheel(0, -400);
    await timeline.page.keyboard.up('Control');
    await expect.poll(async () => span(await timeline.facts())).toBeLessThan(span(before) * 0.6);
    const after = await timeline.facts();
    expect((after.from + span(after) * 0.25 - before.from) / span(before)).toBeCloseTo(0.25, 2);
  });

  test('the wheel alone scrolls the lanes, with Shift it pans', async () => {
    const before = await timeline.facts();
    const { x, y } = await timeline.place(0.5);
    await timeline.page.mouse.move(x, y);
    await timeline.page.mouse.wheel(0, 300);
    await expect.poll(() => timeline.page.locator('.scroller').evaluate((element: HTMLElement) => element.scrollTop)).toBeGreaterThan(100);
    expect(await timeline.facts()).toMatchObject({ from: before.from, to: before.to });
    await timeline.page.keyboard.down('Shift');
    await timeline.page.mouse.wheel(0, 100);
    await timeline.page.keyboard.up('Shift');
    await expect.poll(async () => (await timeline.facts()).from).not.toBe(before.from);
    expect(span(await timeline.facts())).toBeCloseTo(span(before), -1);
  });

  test('a drag takes the picture along', async () => {
    const before = await timeline.facts();
    await timeline.drag(await timeline.place(0.3), await timeline.place(0.5));
    const after = await timeline.facts();
    expect((before.from - after.from) / span(before)).toBeCloseTo(0.2, 2);
    expect(span(after)).toBeCloseTo(span(before), -1);
  });

  test.each([['with Shift', 'Shift', 0.5], ['on the axis', undefined, 0.01]] as const)('a drag %s shows what it covers', async (_, modifier, height) => {
    const before = await timeline.facts();
    const plot = (await timeline.page.locator('canvas.overlay').boundingBox())!;
    const y = plot.y + plot.height * height;
    await timeline.drag({ x: plot.x + plot.width * 0.2, y }, { x: plot.x + plot.width * 0.6, y }, modifier);
    await expect.poll(async () => span(await timeline.facts()) / span(before)).toBeCloseTo(0.4, 2);
    expect(((await timeline.facts()).from - before.from) / span(before)).toBeCloseTo(0.2, 2);
  });

  test('Alt and drag measure; Z shows what was measured; Esc ends it', async () => {
    const before = await timeline.facts();
    await timeline.drag(await timeline.place(0.5), await timeline.place(0.6), 'Alt');
    expect(await timeline.facts()).toMatchObject({ from: before.from, to: before.to });
    await timeline.press('z');
    // A quarter of it stands on each side.
    await expect.poll(async () => span(await timeline.facts()) / span(before)).toBeCloseTo(0.15, 2);
    await timeline.press('Escape', 'z');
    expect(span(await timeline.facts()) / span(before)).toBeCloseTo(0.15, 2);
  });

  test('M measures from the pointer until a click, another click ends it', async () => {
    const before = await timeline.facts();
    const [from, to] = [await timeline.place(0.2, 'peer:1'), await timeline.place(0.6, 'peer:1')];
    await timeline.page.mouse.move(from.x, from.y);
    await timeline.press('m');
    await timeline.page.mouse.move(to.x, to.y);
    await timeline.page.mouse.click(to.x, to.y);
    await timeline.page.mouse.move(from.x, from.y);
    await timeline.press('z');
    await expect.poll(async () => span(await timeline.facts()) / span(before)).toBeCloseTo(0.6, 1);
    await timeline.page.mouse.click(from.x, from.y);
    const after = await timeline.facts();
    await timeline.press('z');
    expect(await timeline.facts()).toMatchObject({ from: after.from, to: after.to });
  });

  test('a click selects and says what, keys step along the lane, Esc selects nothing', async () => {
    await timeline.press('n');
    await timeline.selected('stalls:1');
    const { x, y } = await timeline.placeOf(REFUSED, 'calls:0');
    await timeline.page.mouse.click(x, y);
    await timeline.selected(/^calls:\d+$/);
    const refused = (await timeline.facts()).selected;
    const canvas = timeline.page.locator('canvas.overlay');
    expect(await canvas.getAttribute('aria-label')).toContain('refused: EAGAIN');
    expect(await timeline.page.locator('.status .selected').textContent()).toContain('03:46:52.805535');
    await timeline.press('ArrowRight');
    await expect.poll(async () => (await timeline.facts()).selected).not.toBe(refused);
    await timeline.press('ArrowLeft');
    await timeline.selected(refused);
    await timeline.press('Escape');
    await timeline.selected(/^$/);
    expect(await canvas.getAttribute('aria-label')).toBe('Timeline. Nothing selected');
  });

  test('what belongs to the selection is found in other lanes', async () => {
    const related = (): Promise<string | undefined> => timeline.page.evaluate(() => document.body.dataset['related']);
    await timeline.press('n');
    await timeline.selected('stalls:1');
    // The refused send and the close.
    await expect.poll(related).toBe('calls:0 calls:0');
    await timeline.press('Escape');
    await expect.poll(related).toBe('');
  });

  test('a filter leaves its matches, and keys step along them alone', async () => {
    const { page } = timeline;
    await timeline.press('f', '/');
    await page.keyboard.type('errno == EAGAIN && syscall == sendmsg');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.lane-label[data-lane="calls:0"] .legend-item:visible').allTextContents()).toEqual([expect.stringMatching(/EAGAIN ?1$/)]);
    await timeline.press('Home', 'ArrowRight');
    // The stall begins with the call.
    await timeline.selected(/^(calls|stalls):/);
    await expect.poll(() => page.locator('canvas.overlay').getAttribute('aria-label')).toContain('03:46:52.805535');
  });

  test('W and S zoom, A and D pan, Home and End go to the edges, F shows all', async () => {
    const before = await timeline.facts();
    await timeline.press('w');
    const closer = await timeline.facts();
    expect(span(closer)).toBeLessThan(span(before));
    expect(middle(closer)).toBeCloseTo(middle(before), -3);
    await timeline.press('d');
    expect((await timeline.facts()).from).toBeGreaterThan(closer.from);
    await timeline.press('a', 's');
    expect(span(await timeline.facts()) / span(before)).toBeCloseTo(1, 5);
    await timeline.press('f');
    const whole = await timeline.facts();
    await timeline.press('w', 'w', 'w', 'Home');
    expect((await timeline.facts()).from).toBeLessThan(whole.from + span(whole) * 0.05);
    await timeline.press('End');
    expect((await timeline.facts()).to).toBeGreaterThan(whole.to - span(whole) * 0.05);
  });

  test('down to nanoseconds', async () => {
    await timeline.press('n', ...Array.from({ length: 60 }, () => 'w'));
    const deep = await timeline.facts();
    expect(span(deep)).toBeLessThan(100);
    expect(deep.from).toBeLessThan(REFUSED);
    expect(deep.to).toBeGreaterThan(REFUSED);
  });

  test('idle time is folded and unfolded', async () => {
    await timeline.press('f');
    expect((await timeline.facts()).folds).toBe(0);
    await timeline.press('i');
    await expect.poll(async () => (await timeline.facts()).folds).toBeGreaterThan(1);
    await timeline.press('i');
    await expect.poll(async () => (await timeline.facts()).folds).toBe(0);
  });

  test('G goes to a time that is typed, and says what is none', async () => {
    const { page } = timeline;
    await timeline.press('g');
    const input = page.getByRole('dialog').getByRole('textbox');
    await input.fill('yesterday');
    await input.press('Enter');
    expect(await input.getAttribute('aria-invalid')).toBe('true');
    await input.fill('03:46:45.5');
    await input.press('Enter');
    await expect.poll(async () => middle(await timeline.facts())).toBeCloseTo(((3 * 60 + 46) * 60 + 45.5) * 1e9, -5);
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('overlay');
  });

  test('lanes are pinned, hidden, moved and searched from the keyboard', async () => {
    const { page } = timeline;
    const before = await timeline.lanes();
    const [first, second, third] = before as [string, string, string];
    await timeline.press('ArrowDown', 'Alt+ArrowDown');
    expect((await timeline.lanes()).slice(0, 3)).toEqual([second, first, third]);
    await timeline.press('Alt+ArrowUp', 'h');
    expect((await timeline.lanes()).slice(0, 2)).toEqual([second, third]);
    await page.locator('.group-hidden').first().click();
    expect(await timeline.lanes()).toContain(first);
    await timeline.press('ArrowDown', 'ArrowDown', 'k');
    await expect.poll(() => page.locator('.labels-pinned .lane-label').count()).toBe(1);
    await page.getByRole('searchbox', { name: 'Search lanes' }).fill('peer state');
    await expect.poll(async () => new Set((await timeline.lanes()).map((lane) => lane.split(':')[0]))).toEqual(new Set(['peer']));
  });

  test('keys go on working after a click on a button, which keeps its own', async () => {
    const { page } = timeline;
    const toggle = page.locator('.group-toggle').first();
    await toggle.focus();
    await page.keyboard.press('n');
    await timeline.selected('stalls:1');
    await toggle.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.group-toggle').first().getAttribute('aria-expanded')).toBe('false');
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('group-toggle');
    const search = page.getByRole('searchbox', { name: 'Search lanes' });
    await search.pressSequentially('fwz');
    expect(await search.inputValue()).toBe('fwz');
    await page.getByText('No lane is called so.').waitFor();
  });

  test('a class of the legend is hidden at a click and cannot be hit then', async () => {
    await timeline.press('n');
    const { page } = timeline;
    const { x, y } = await timeline.placeOf(REFUSED, 'calls:0');
    await page.mouse.click(x, y);
    await timeline.selected(/^calls:/);
    await timeline.press('Escape');
    const item = page.locator('.lane-label[data-lane="calls:0"] .legend-item', { hasText: 'EAGAIN' });
    await item.click();
    await page.mouse.move(x, y - 200);
    await expect.poll(() => page.locator('.lane-label[data-lane="calls:0"] .legend-item.off').getAttribute('aria-pressed')).toBe('false');
    await page.mouse.click(x, y);
    await timeline.selected(/^$/);
  });

  test('a group is folded away', async () => {
    const before = await timeline.lanes();
    const { page } = timeline;
    await page.locator('.group-toggle').first().click();
    await expect.poll(() => page.locator('.group-toggle').first().getAttribute('aria-expanded')).toBe('false');
    expect(await timeline.lanes()).not.toContain(before[0]);
  });

  test('hover says in words what is under the pointer and what held then', async () => {
    await timeline.press('n');
    const { page } = timeline;
    const { x, y } = await timeline.placeOf(REFUSED, 'calls:0');
    await page.mouse.move(x, y);
    await page.locator('.tip-title', { hasText: 'refused: EAGAIN' }).waitFor();
    await page.locator('.tip', { hasText: /a_rwnd 0 B/ }).waitFor();
    expect(await page.locator('.lane-label.steps').first().locator('.value').first().textContent()).toBe('0 B');
    await page.mouse.move(5, 5);
    await expect.poll(() => page.locator('.tip').isHidden()).toBe(true);
  });

  test('times are told as the reader wants them', async () => {
    const { page } = timeline;
    await timeline.press('n');
    const select = page.getByRole('combobox', { name: 'How times are shown' });
    const { x, y } = await timeline.placeOf(REFUSED + 1e6, 'calls:0');
    for (const [format, expected] of [['relative', /^\+2\d\.\d+ s$/], ['delta', /^\+0\.00[01]\d* s$/], ['utc', /^03:46:52\.80[67]/]] as const) {
      await select.selectOption(format);
      await page.mouse.move(x, y + 1);
      await page.mouse.move(x, y);
      await expect.poll(() => page.locator('.status .position').textContent()).toMatch(expected);
    }
  });

  test('the brush of the overview chooses what is in sight', async () => {
    const strip = (await timeline.page.locator('.strip').boundingBox())!;
    const y = strip.y + strip.height / 2;
    await timeline.drag({ x: strip.x + strip.width * 0.1, y }, { x: strip.x + strip.width * 0.2, y });
    const chosen = await timeline.facts();
    await timeline.press('f');
    const whole = await timeline.facts();
    expect(span(chosen) / span(whole)).toBeCloseTo(0.1, 1);
    expect((chosen.from - whole.from) / span(whole)).toBeCloseTo(0.1, 1);
  });

  test('? tells the keys', async () => {
    await timeline.press('?');
    const dialog = timeline.page.getByRole('dialog', { name: 'Keys' });
    expect(await dialog.getByText('next stall').isVisible()).toBe(true);
    await timeline.page.keyboard.press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
  });
});

describe('stalls one after the other', needs('vscode'), () => {
  const pages = usePages();

  test('N and P go through them in order of time, and around', async () => {
    const timeline = await pages.open('005-loss');
    const seen: string[] = [];
    for (let i = 0; i < 5; i++) {
      const before = (await timeline.facts()).selected;
      await timeline.press('n');
      await expect.poll(async () => (await timeline.facts()).selected).not.toBe(before);
      seen.push((await timeline.facts()).selected);
    }
    expect(seen).toEqual(['stalls:1', 'stalls:2', 'stalls:3', 'stalls:4', 'stalls:1']);
    await timeline.press('p');
    await timeline.selected('stalls:4');
    expect(await timeline.page.locator('.commands .position').textContent()).toBe('stall 4 of 4');
    expect(timeline.problems).toEqual([]);
  });
});
