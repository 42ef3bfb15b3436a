/** The page speaks the language of the table that the host puts into it; the analyzer's sentences and the recording stay as they are. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { needs } from '../needs.ts';
import { usePages, type Change, type Timeline } from './page.ts';

const bundle = JSON.parse(readFileSync(new URL('../../l10n/bundle.l10n.json', import.meta.url), 'utf8')) as Record<string, string>;
/** A language in which every word stands in brackets. */
const bracketed: Change = { name: 'bracketed', words: Object.fromEntries(Object.keys(bundle).map((text) => [text, `[${text}]`])) };

describe('the words of the page', needs('vscode'), () => {
  const pages = usePages();
  let timeline: Timeline;
  afterEach(async () => {
    expect(timeline.problems).toEqual([]);
    await timeline.page.close();
  });

  /** What can be read or heard. */
  const said = (): Promise<string[]> =>
    timeline.page.evaluate(() => {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found: string[] = [];
      while (texts.nextNode()) if (!texts.currentNode.parentElement!.closest('script')) found.push(texts.currentNode.textContent!);
      for (const element of document.querySelectorAll('*')) for (const name of ['aria-label', 'title', 'placeholder', 'label']) found.push(element.getAttribute(name) ?? '');
      return [...new Set(found.map((text) => text.trim()).filter((text) => text !== ''))];
    });

  test('come from the table on every tab and in the help; those of the analyzer are not touched', async () => {
    timeline = await pages.open('erlang-slow-peer', bracketed);
    const { page } = timeline;
    const found = new Set<string>();
    await timeline.press('n');
    for (const tab of ['Details', 'Ladder', 'Events', 'Notes', 'Verdict']) {
      await page.getByRole('tab', { name: `[${tab}]` }).click();
      await timeline.facts();
      for (const text of await said()) found.add(text);
    }
    await timeline.press('?');
    for (const text of await said()) found.add(text);
    const wanted = [
      '[Timeline]', '[Fit the whole recording (F)]', '[since start]', '[Search lanes]', '[filter: errno == EAGAIN || sctp.sack.aRwnd < 2000]', '[stall 1 of 1]', '[Hide peer window]', '[ended by ABORT]',
      '[Copy as Markdown]', '[Show on the timeline]', '[line 7225]', '[time, delta]', '[1 row]', '[send limits]', '[zoom in]', '[[Notes] (Esc: back to the lanes)]', '[Close]',
    ];
    expect(wanted.filter((text) => !found.has(text))).toEqual([]);
    // Names of the analyzer's columns, headings, lanes and classes, and of a key.
    const others = new Set(['Associations', 'End', 'Read', 'Time', 'association', 'carries', 'ending', 'local → peer', 'lost', 'min a_rwnd', 'packets', 'stalls']);
    expect([...found].filter((text) => text in bundle && !others.has(text))).toEqual([]);
    expect([...found].join('\n')).toContain('association closed by the application: peer window → EAGAIN → closed by the application');
  });
});
