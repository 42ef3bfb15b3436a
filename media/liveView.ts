/**
 * A live session on the screen: the view moves on with the present until the reader looks at something earlier, and follows again when asked to.
 * Between two conclusions the present goes on by the clock, so that the picture moves steadily; nothing is lost while it stands still.
 */
import type { LiveFigures } from '../analyzer/view/protocol.ts';
import { icon, text } from './elements.ts';
import type { Screen } from './screen.ts';
import { t } from './words.ts';

/** What is in sight at first, ns. */
const FIRST_WIDTH = 60e9;
/** The present runs ahead of the last conclusion by so much at most, ns. */
const MOST_AHEAD = 2e9;
/** Steps of the picture, ms. */
const STEP = 33;
/** Share of the view by which its edge may lie behind the present and still follow it. */
const NEAR = 0.03;

export function followLive(element: HTMLElement, { store, analysis }: Screen): void {
  const button = document.createElement('button');
  button.className = 'link live';
  button.hidden = true;
  const figures = text('figures', '');
  figures.hidden = true;
  element.prepend(button, figures);

  let [isLive, following, isOwn, overviewCame] = [false, true, false, false];
  let width = FIRST_WIDTH;
  let latest = { end: 0, at: 0 };
  let stepped = 0;
  const present = (): number => latest.end + Math.min(MOST_AHEAD, (performance.now() - latest.at) * 1e6);

  const move = (end: number): void => {
    const overview = store.get('overview');
    if (!overview || !following) return;
    isOwn = true;
    store.set({ viewport: { start: Math.max(overview.start, end - width), end } });
    isOwn = false;
  };
  const show = (): void => {
    button.hidden = !isLive;
    button.replaceChildren(icon(following ? 'debug-pause' : 'debug-continue'), text('', following ? t('live') : t('paused')));
    button.title = following ? t('The view follows the present: stand still here') : t('Follow the present again; nothing was lost meanwhile');
    button.setAttribute('aria-pressed', String(following));
    document.body.dataset['live'] = isLive ? (following ? 'following' : 'paused') : 'ended';
  };
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  const loop = (now: number): void => {
    if (!isLive) return;
    if (following && !still.matches && now - stepped >= STEP) {
      stepped = now;
      move(present());
    }
    requestAnimationFrame(loop);
  };

  analysis.on('figures', (told) => {
    figures.hidden = false;
    figures.textContent = figuresText(told);
    const state = store.get('overview')?.state;
    if (isLive || (state !== undefined && state !== 'reading')) return;
    isLive = true;
    show();
    requestAnimationFrame(loop);
  });
  store.on('overview', () => {
    const overview = store.get('overview');
    if (!overview) return;
    overviewCame = true;
    latest = { end: overview.end, at: performance.now() };
    if (overview.state !== 'reading') isLive = false;
    if (isLive) move(overview.end);
    if (!figures.hidden) show();
  });
  store.on('viewport', () => {
    if (isOwn || !isLive) return;
    overviewCame = false;
    // A new overview brings a view of its own: that is no reader's wish.
    queueMicrotask(() => {
      if (overviewCame) return;
      const { start, end } = store.get('viewport');
      following = end >= present() - (end - start) * NEAR;
      if (following) width = end - start;
      show();
    });
  });
  button.addEventListener('click', () => {
    following = !following;
    if (following) move(present());
    show();
  });
}

const grouped = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');

function figuresText({ packetsPerSecond, packets, dropped, refused, buffersFull, keptBytes }: LiveFigures): string {
  const inferred = buffersFull === 0 ? t('no log of sends') : t('{0} send buffers full (refused sends inferred)', buffersFull);
  return [
    t('{0} packets/s', grouped(packetsPerSecond)), packets === 1 ? t('1 packet') : t('{0} packets', grouped(packets)), t('{0} dropped', grouped(dropped)), refused === undefined ? inferred : t('{0} refused', grouped(refused)),
    t('{0} MB kept', (keptBytes / 1e6).toFixed(0)),
  ].join(' · ');
}
