/** What is known of the selection: facts, neighbours, the way of its transaction, the send window at that instant, its bytes. */
import type { Details, Field, Instant, Located } from '../../analyzer/view/protocol.ts';
import type { Screen } from '../screen.ts';
import { bytesALine, bytesView } from './bytesView.ts';
import { copyButton } from './copyButton.ts';
import { button, element, icon } from './element.ts';
import { openButton } from './places.ts';
import { selectRef } from './selectRef.ts';
import { waterfallView } from './waterfallView.ts';
import { t } from '../words.ts';
import './details.css';

export function createDetails(root: HTMLElement, screen: Screen): void {
  const { store, analysis } = screen;
  root.classList.add('details');
  let asked = 0;
  /** Something else has been selected while nobody could see it. */
  let isStale = true;

  const load = async (): Promise<void> => {
    isStale = root.offsetParent === null;
    if (isStale) return;
    const selection = store.get('selection');
    const ticket = ++asked;
    if (!selection) return say(t('Select something on the timeline, in the ladder or in the table to see all that is known of it.'));
    root.setAttribute('aria-busy', 'true');
    try {
      const details = await analysis.request('details', { ref: selection.ref });
      if (ticket !== asked) return;
      if (!details) return say(t('Nothing more is known of it.'), selection);
      draw(details);
      if (details.association === undefined) return;
      const instant = await analysis.request('instant', { association: details.association, time: details.located.start }).catch(() => undefined);
      if (ticket === asked && instant) root.querySelector('.related')?.before(instantView(instant));
    } catch (error) {
      if (ticket === asked) say(error instanceof Error ? error.message : String(error), selection);
    } finally {
      if (ticket === asked) root.removeAttribute('aria-busy');
    }
  };

  const say = (text: string, located?: Located): void => {
    root.dataset['state'] = 'empty';
    root.removeAttribute('aria-busy');
    root.replaceChildren(...(located ? [heading(screen, located)] : []), element('p', { class: 'quiet' }, text));
  };

  const draw = (details: Details): void => {
    const { located, facts, related, waterfall, bytes, wireshark, markdown } = details;
    root.dataset['state'] = 'ready';
    root.scrollTop = 0;
    root.replaceChildren(
      heading(screen, located, element(
        'span', { class: 'tools' },
        copyButton(screen, t('Copy as Markdown'), () => markdown, { iconName: 'markdown', short: true }),
        wireshark === undefined ? undefined : copyButton(screen, t('Copy as Wireshark filter'), () => wireshark, { iconName: 'filter', short: true, title: t('Copy as Wireshark filter: {0}', wireshark) }),
      )),
      factsView(facts),
      ...(waterfall.length < 2 ? [] : [element('h3', {}, t('Its way')), waterfallView(screen, waterfall)]),
      relatedView(screen, related),
      ...bytes.map((piece) => bytesView(screen, piece, bytesALine(root.clientWidth))),
    );
  };

  store.on('selection', () => void load());
  // Lines of bytes fit the width.
  let width = 0;
  new ResizeObserver(() => {
    const fits = bytesALine(root.clientWidth);
    if (width !== 0 && fits !== width && root.dataset['state'] === 'ready') void load();
    if (root.clientWidth > 0) width = fits;
  }).observe(root);
  store.on('overview', () => {
    if (root.dataset['state'] !== 'ready') void load();
  });
  root.addEventListener('panel-shown', () => {
    if (isStale) void load();
  });
  void load();
}

function heading(screen: Screen, { title, places }: Located, tools?: HTMLElement): HTMLElement {
  return element(
    'header', {}, element('div', { class: 'heading' }, element('h2', {}, title), tools),
    places.length === 0 ? undefined : element('div', { class: 'places' }, ...places.map((place) => openButton(screen, place))),
  );
}

/** Facts under their names; parts of a fact stand a step in. */
function factsView(facts: readonly Field[]): HTMLElement {
  return element('dl', { class: 'facts' }, ...facts.flatMap((fact) => [factView(fact, 'whole'), ...(fact.children ?? []).map((part) => factView(part, 'part'))]));
}

function factView({ name, value, meaning, derived, problem }: Field, kind: 'whole' | 'part'): HTMLElement {
  return element(
    'div', { class: kind }, element('dt', {}, name),
    element(
      'dd', {}, element('span', { class: 'value' }, value),
      meaning === undefined || meaning === '' ? undefined : element('span', { class: 'meaning' }, ` ${meaning}`),
      derived ? ' ' : undefined, derived ? element('span', { class: 'tag' }, t('derived')) : undefined,
      problem === undefined || problem === value ? undefined : element('span', { class: 'problem' }, icon('warning'), problem),
    ),
  );
}

function instantView({ text }: Instant): HTMLElement {
  return element('section', { class: 'instant' }, element('h3', {}, t('The send window then')), element('p', {}, text));
}

function relatedView(screen: Screen, related: Details['related']): HTMLElement {
  return element(
    'section', { class: 'related', hidden: related.length === 0 }, element('h3', {}, t('Go to')),
    element('ul', {}, ...related.map(({ label, ref }) => element('li', {}, button({ text: label, kind: 'go' }, () => void selectRef(screen, ref))))),
  );
}
