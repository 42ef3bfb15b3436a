/** The timeline in a headless browser, by the static report: a page a test, on a recording of test/fixtures. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect } from 'vitest';
import { wordsBlock, type Words } from '../../extension/webviewHtml.ts';
import type { launchBrowser } from '../vscode/browser.mjs';
import { readFixture, reportHtml } from './reportFile.mjs';

type Browser = Awaited<ReturnType<typeof launchBrowser>>;
export type Page = Awaited<ReturnType<Browser['newPage']>>;

export interface Facts {
  readonly from: number;
  readonly to: number;
  readonly folds: number;
  readonly selected: string;
}

type Files = Awaited<ReturnType<typeof readFixture>>;

/** The same recording, but other bytes or other words. */
export interface Change {
  readonly name: string;
  readonly files?: (files: Files) => Files;
  readonly words?: Words;
}

export function usePages(): { open: (recording: string, change?: Change) => Promise<Timeline> } {
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), 'stallscope-page-'));
  const made = new Set<string>();
  beforeAll(async () => {
    // Its package is not there on every machine.
    const { launchBrowser: launch } = await import('../vscode/browser.mjs');
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    async open(recording, change) {
      const name = change ? `${recording}-${change.name}` : recording;
      const file = join(folder, `${name}.html`);
      if (!made.has(name)) {
        const files = readFixture(recording);
        writeFileSync(file, await reportHtml(change?.files?.(files) ?? files, { words: change?.words && wordsBlock(change.words) }));
      }
      made.add(name);
      const page = await browser.newPage({ viewport: { width: 1200, height: 800 }, reducedMotion: 'reduce' });
      const problems: string[] = [];
      page.on('pageerror', (error: Error) => problems.push(String(error.stack)));
      page.on('console', (message: { type(): string; text(): string }) => {
        if (message.type() === 'error') problems.push(message.text());
      });
      await page.goto(pathToFileURL(file).href);
      const timeline = new Timeline(page, problems);
      await timeline.settled();
      return timeline;
    },
  };
}

export class Timeline {
  readonly page: Page;
  /** What the page complained of. */
  readonly problems: readonly string[];

  constructor(page: Page, problems: readonly string[]) {
    this.page = page;
    this.problems = problems;
  }

  /** All is drawn as it will stay. */
  async settled(): Promise<void> {
    await this.page.locator('body[data-state="ready"][data-tiles="fresh"]').waitFor();
  }

  async facts(): Promise<Facts> {
    await this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    await this.settled();
    const { from, to, folds, selected } = await this.page.evaluate(() => ({ ...document.body.dataset }));
    return { from: Number(from), to: Number(to), folds: Number(folds), selected: selected ?? '' };
  }

  async press(...keys: readonly string[]): Promise<void> {
    await this.page.locator('canvas.overlay').focus();
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async selected(row: string | RegExp): Promise<void> {
    await expect.poll(async () => (await this.facts()).selected).toMatch(row);
  }

  /** A part of the plot's width and a lane's middle, as a place on the page. */
  async place(part: number, lane?: string): Promise<{ x: number; y: number }> {
    const plot = (await this.page.locator('canvas.overlay').boundingBox())!;
    const label = lane === undefined ? undefined : (await this.page.locator(`.lane-label[data-lane="${lane}"]`).boundingBox())!;
    return { x: plot.x + plot.width * part, y: label ? label.y + label.height / 2 : plot.y + plot.height / 2 };
  }

  async placeOf(time: number, lane: string): Promise<{ x: number; y: number }> {
    const { from, to } = await this.facts();
    return this.place((time - from) / (to - from), lane);
  }

  async drag(from: { x: number; y: number }, to: { x: number; y: number }, modifier?: string): Promise<void> {
    const { mouse, keyboard } = this.page;
    await mouse.move(from.x, from.y);
    if (modifier) await keyboard.down(modifier);
    await mouse.down();
    await mouse.move(to.x, to.y, { steps: 6 });
    await mouse.up();
    if (modifier) await keyboard.up(modifier);
  }

  /** Lanes in sight, from top to bottom. */
  async lanes(): Promise<string[]> {
    await this.facts();
    return this.page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.lane-label')].sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top).map((label) => label.dataset['lane']!),
    );
  }
}
