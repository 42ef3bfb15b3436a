/** The verdict: all cards of a recording, or those of one stall, with the way from stall to stall. Asks anew with each generation. */
import { cardsMarkdown } from '../../analyzer/view/cardMarkdown.ts';
import type { Card, Overview, StallSummary } from '../../analyzer/view/protocol.ts';
import type { Screen } from '../screen.ts';
import { announce } from './announce.ts';
import { cardView } from './cardView.ts';
import { copyButton } from './copyButton.ts';
import { button, element } from './element.ts';
import './verdict.css';

/** Rows of a table in a card. */
const MOST_ASSOCIATIONS = 8;

export function createVerdict(root: HTMLElement, screen: Screen): void {
  const { store, analysis } = screen;
  root.classList.add('verdict');
  const bar = element('div', { class: 'bar', role: 'toolbar', 'aria-label': 'verdict', hidden: true });
  const body = element('div', { class: 'cards' });
  root.append(bar, body);
  /** Number of the stall that is shown alone. */
  let shown: number | undefined;
  let cards: readonly Card[] = [];
  let asked = 0;

  const load = async (): Promise<void> => {
    const overview = store.get('overview');
    const ticket = ++asked;
    if (!overview) return say('Reading …');
    try {
      const answer = await analysis.request('cards', shown === undefined ? {} : { stall: shown });
      if (ticket !== asked) return;
      cards = answer;
    } catch (error) {
      if (ticket === asked) say(error instanceof Error ? error.message : String(error));
      return;
    }
    drawBar(overview);
    if (cards.length === 0) return say(overview.state === 'reading' ? 'Reading …' : 'There is nothing to say about this recording.');
    root.dataset['state'] = overview.state === 'reading' ? 'partial' : 'ready';
    body.replaceChildren(
      ...(overview.state === 'reading' ? [element('p', { class: 'quiet' }, 'Still reading: the verdict may change.')] : []),
      ...cards.map((card) => cardView(screen, card)),
      ...(cards.some(({ sections }) => sections.some(({ heading }) => ground.has(heading))) ? [] : [cardView(screen, groundOf(overview))]),
      element('p', { class: 'end', hidden: cards.length < 2 }, copyButton(screen, 'Copy all as Markdown', () => cardsMarkdown(cards), { iconName: 'markdown' })),
    );
  };

  const say = (text: string): void => {
    root.dataset['state'] = 'empty';
    body.replaceChildren(element('p', { class: 'quiet' }, text));
  };

  const drawBar = ({ stalls }: Overview): void => {
    const place = stalls.findIndex(({ id }) => id === shown);
    const go = (stall: StallSummary): void => void selectStall(screen, stall);
    bar.hidden = stalls.length < 2;
    const all = button({ text: 'All', kind: 'plain', title: 'The whole verdict' }, () => show(undefined));
    all.setAttribute('aria-pressed', String(place < 0));
    const previous = button({ iconName: 'chevron-left', kind: 'icon', label: 'Previous stall' }, () => go(stalls[(place < 0 ? stalls.length : place) - 1]!));
    const next = button({ iconName: 'chevron-right', kind: 'icon', label: 'Next stall' }, () => go(stalls[place + 1]!));
    previous.disabled = place === 0;
    next.disabled = place === stalls.length - 1;
    const count = place < 0 ? `${stalls.length} stalls` : `stall ${place + 1} of ${stalls.length}`;
    bar.replaceChildren(element('div', { class: 'picker' }, all, previous, element('span', { class: 'figure' }, count), next));
  };

  const show = (stall: number | undefined): void => {
    if (shown === stall) return;
    shown = stall;
    body.scrollTop = 0;
    void load();
  };

  store.on('overview', () => {
    if (shown !== undefined && !store.get('overview')?.stalls.some(({ id }) => id === shown)) shown = undefined;
    void load();
  });
  store.on('selection', () => {
    const ref = store.get('selection')?.ref;
    const stalls = store.get('overview')?.stalls ?? [];
    if (ref?.table === 'stalls' && stalls.length > 1) show(ref.row);
  });
  void load();
}

/** Headings of what was looked at, where the verdict itself says it. */
const ground: ReadonlySet<string> = new Set(['Associations', 'Read']);

/** What was looked at: a verdict without a stall says little else. */
function groundOf({ associations, inputs }: Overview): Card {
  const rows = associations.slice(0, MOST_ASSOCIATIONS).map(({ title, upperLayer, packets, retransmissions, minimumPeerARwnd, ending }) => [
    title, upperLayer, packets.toLocaleString('en'), retransmissions.toLocaleString('en'), minimumPeerARwnd?.toLocaleString('en') ?? '', ending,
  ]);
  const more = associations.length - rows.length;
  return {
    title: '', tone: 'neutral', subject: '', summary: [],
    sections: [
      {
        heading: 'Associations', clauses: [],
        table: { columns: ['local → peer', 'carries', 'packets', 'again', 'min a_rwnd', 'ending'], rows, ...(more > 0 ? { rest: `and ${more.toLocaleString('en')} more` } : {}) },
      },
      { heading: 'Read', clauses: inputs.map(({ path, kind, records }) => ({ text: `${path}: ${kind}, ${records.toLocaleString('en')} ${kind === 'strace' ? 'calls' : 'frames'}` })) },
    ].filter(({ table, clauses }) => clauses.length > 0 || (table?.rows.length ?? 0) > 0),
  };
}

async function selectStall({ store, analysis }: Screen, stall: StallSummary): Promise<void> {
  const located = await analysis.request('locate', { ref: { table: 'stalls', row: stall.id } });
  if (!located) return;
  store.select(located, 'panel');
  announce(stall.title);
}
