/** The verdict: all cards of a recording, or those of one stall, with the way from stall to stall. Asks anew with each generation. */
import { cardsMarkdown } from '../../analyzer/view/cardMarkdown.ts';
import type { Card, Overview, StallSummary } from '../../analyzer/view/protocol.ts';
import { inputText } from '../inputText.ts';
import type { Screen } from '../screen.ts';
import { announce } from './announce.ts';
import { cardView } from './cardView.ts';
import { copyButton } from './copyButton.ts';
import { button, element } from './element.ts';
import { t } from '../words.ts';
import './verdict.css';

/** Rows of a table in a card. */
const MOST_ASSOCIATIONS = 8;

export function createVerdict(root: HTMLElement, screen: Screen): void {
  const { store, analysis } = screen;
  root.classList.add('verdict');
  const bar = element('div', { class: 'bar', role: 'toolbar', 'aria-label': t('verdict'), hidden: true });
  const body = element('div', { class: 'cards' });
  root.append(bar, body);
  /** Number of the stall that is shown alone. */
  let shown: number | undefined;
  let cards: readonly Card[] = [];
  let asked = 0;
  let drawn = '';

  const load = async (): Promise<void> => {
    const overview = store.get('overview');
    const ticket = ++asked;
    if (!overview) return say(t('Reading …'));
    try {
      const answer = await analysis.request('cards', shown === undefined ? {} : { stall: shown });
      if (ticket !== asked) return;
      cards = answer;
    } catch (error) {
      if (ticket === asked) say(error instanceof Error ? error.message : String(error));
      return;
    }
    drawBar(overview);
    // A growing recording concludes again and again, mostly to the same verdict: who reads it must not lose the place.
    const text = JSON.stringify([cards, overview.state, shown === undefined ? overview.associations : []]);
    if (text === drawn) return;
    drawn = text;
    if (cards.length === 0) return say(overview.state === 'reading' ? t('Reading …') : t('There is nothing to say about this recording.'));
    root.dataset['state'] = overview.state === 'reading' ? 'partial' : 'ready';
    body.replaceChildren(
      ...(overview.state === 'reading' ? [element('p', { class: 'quiet' }, t('Still reading: the verdict may change.'))] : []),
      ...cards.map((card) => cardView(screen, card)),
      ...(shown !== undefined || cards.some(({ sections }) => sections.some(({ heading }) => ground.has(heading))) ? [] : [cardView(screen, groundOf(overview))]),
      element('p', { class: 'end', hidden: cards.length < 2 }, copyButton(screen, t('Copy all as Markdown'), () => cardsMarkdown(cards), { iconName: 'markdown' })),
    );
  };

  const say = (text: string): void => {
    drawn = '';
    root.dataset['state'] = 'empty';
    body.replaceChildren(element('p', { class: 'quiet' }, text));
  };

  const all = button({ text: t('All'), kind: 'plain', title: t('The whole verdict') }, () => show(undefined));
  const previous = button({ iconName: 'chevron-left', kind: 'icon', label: t('Previous stall') }, () => step(-1));
  const next = button({ iconName: 'chevron-right', kind: 'icon', label: t('Next stall') }, () => step(1));
  const figure = element('span', { class: 'figure' });
  bar.append(element('div', { class: 'picker' }, all, previous, figure, next));

  /** One of each backlog: its others are found on the timeline. */
  const mainOnes = ({ stalls }: Overview): readonly StallSummary[] => stalls.filter(({ id, episode }) => id === episode);
  const placeOf = (overview: Overview): number => mainOnes(overview).findIndex(({ id }) => id === overview.stalls.find((stall) => stall.id === shown)?.episode);

  const step = (by: 1 | -1): void => {
    const overview = store.get('overview')!;
    const place = placeOf(overview);
    const stall = mainOnes(overview).at(place < 0 && by < 0 ? -1 : place + by);
    if (stall) void selectStall(screen, stall);
  };

  const drawBar = (overview: Overview): void => {
    const { length } = mainOnes(overview);
    const place = placeOf(overview);
    bar.hidden = overview.stalls.length < 2;
    all.setAttribute('aria-pressed', String(place < 0));
    previous.disabled = place === 0;
    next.disabled = place === length - 1;
    figure.textContent = place < 0 ? t('{0} stalls', overview.stalls.length) : t('stall {0} of {1}', overview.stalls.findIndex(({ id }) => id === shown) + 1, overview.stalls.length);
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
        heading: t('Associations'), clauses: [],
        table: { columns: [t('local → peer'), t('carries'), t('packets'), t('again'), t('min a_rwnd'), t('ending')], rows, ...(more > 0 ? { rest: t('and {0} more', more.toLocaleString('en')) } : {}) },
      },
      { heading: t('Read'), clauses: inputs.map((input) => ({ text: inputText(input) })) },
    ].filter(({ table, clauses }) => clauses.length > 0 || (table?.rows.length ?? 0) > 0),
  };
}

async function selectStall({ store, analysis }: Screen, stall: StallSummary): Promise<void> {
  const located = await analysis.request('locate', { ref: { table: 'stalls', row: stall.id } }).catch(() => undefined);
  if (!located) return;
  store.select(located, 'panel');
  announce(stall.title);
}
