/** One card of a verdict. Every clause with a proof selects it on the timeline; the place beside it opens the file. */
import { cardsMarkdown } from '../../analyzer/view/cardMarkdown.ts';
import type { Card, CardTable, Clause, Section } from '../../analyzer/view/protocol.ts';
import type { Screen } from '../screen.ts';
import { copyButton } from './copyButton.ts';
import { button, element, icon } from './element.ts';
import { openButton, selectPlace } from './places.ts';
import { t } from '../words.ts';

const toneIcons: Readonly<Record<Card['tone'], string>> = { alarm: 'error', warning: 'warning', good: 'pass', neutral: 'info' };
const toneWords: Readonly<Record<Card['tone'], string>> = { alarm: t('alarm'), warning: t('warning'), good: t('good'), neutral: t('note') };

const CHECK_FIRST = 'check first: ';

export function cardView(screen: Screen, card: Card): HTMLElement {
  const { title, tone, subject, summary, sections } = card;
  return element(
    'article', { class: `card ${title === '' ? 'untitled' : `titled tone-${tone}`}` },
    title === '' ? undefined : element(
      'div', { class: 'heading' }, element('h2', {}, icon(toneIcons[tone]), element('span', {}, element('span', { class: 'spoken' }, `${toneWords[tone]}: `), title)),
      element('span', { class: 'tools' }, copyButton(screen, t('Copy this card as Markdown'), () => cardsMarkdown([card]), { iconName: 'markdown', short: true })),
    ),
    subject === '' ? undefined : subjectLine(subject),
    summary.length === 0 ? undefined : element('p', { class: 'summary' }, summary.join(' ')),
    ...sections.map((section) => sectionView(screen, section)),
  );
}

/** Who, where and when: parts that stay whole where the line wraps. */
function subjectLine(subject: string): HTMLElement {
  return element('p', { class: 'subject' }, ...subject.split(' · ').map((part) => element('span', {}, part)));
}

function sectionView(screen: Screen, { heading, clauses, numbered, table }: Section): HTMLElement {
  const list = clauses.length === 0 ? undefined : element(numbered ? 'ol' : 'ul', {}, ...clauses.map((clause) => clauseView(screen, clause)));
  const kind = heading.toLowerCase().replaceAll(' ', '-');
  // What qualifies the verdict stands before it, in one line: the verdict is what was asked for.
  if (kind === 'mind') return element('details', { class: `section ${kind}` }, element('summary', {}, element('strong', {}, heading), element('span', { class: 'brief' }, ` ${clauses.map(({ text }) => text).join(' · ')}`)), list);
  return element(
    'section', { class: `section ${kind}` }, element('h3', {}, heading),
    element('div', { class: 'body' }, list, table ? tableView(screen, table) : undefined),
  );
}

/** Findings begin with how serious they are. */
const SEVERITY = /^(warning|error): /;
const severityWords = { warning: t('warning'), error: t('error') };

function clauseView(screen: Screen, { text: whole, place, proof, note }: Clause): HTMLElement {
  const severity = SEVERITY.exec(whole)?.[1] as keyof typeof severityWords | undefined;
  const text = severity === undefined ? whole : whole.slice(severity.length + 2);
  const said = place === undefined ? element('span', {}, text) : button({ text, kind: 'go', title: t('Show on the timeline') }, () => void selectPlace(screen, place));
  return element(
    'li', { class: severity },
    element('div', { class: 'clause' }, severity === undefined ? undefined : element('span', { class: 'severity' }, icon(severity), element('span', { class: 'spoken' }, `${severityWords[severity]}: `)), said, place === undefined ? (proof === undefined ? undefined : element('code', {}, proof)) : openButton(screen, place)),
    note === undefined ? undefined : noteView(note),
  );
}

function noteView(note: string): HTMLElement {
  if (!note.startsWith(CHECK_FIRST)) return element('p', { class: 'note' }, note);
  return element('details', { class: 'note' }, element('summary', {}, t('check first')), note.slice(CHECK_FIRST.length));
}

const NUMBER = /^[\d,. ]*( ?(B|ns|µs|ms|s|min))?$/;

/** Cells are cut where they are longer, characters. */
const LONG = 20;

function tableView(screen: Screen, { columns, rows, places, rest }: CardTable): HTMLElement {
  const isNumber = columns.map((_, at) => rows.every((row) => NUMBER.test(row[at]!)));
  // What can be opened must be seen without scrolling.
  const order = columns.map((_, at) => at);
  if (places) order.splice(1, 0, order.pop()!);
  const cell = (row: number, at: number): HTMLElement => {
    const text = rows[row]![at]!;
    const place = places?.[row];
    const inside =
      place !== undefined && at === 0 ? button({ text, kind: 'go', title: t('Show on the timeline') }, () => void selectPlace(screen, place))
      : place !== undefined && at === columns.length - 1 ? openButton(screen, place)
      : text;
    return element('td', { class: isNumber[at] ? 'number' : undefined, title: text.length > LONG ? text : undefined }, inside);
  };
  return element(
    'div', { class: 'scroll' },
    element(
      'table', {},
      element('thead', {}, element('tr', {}, ...order.map((at) => element('th', { scope: 'col', class: isNumber[at] ? 'number' : undefined }, columns[at]!)))),
      element('tbody', {}, ...rows.map((_, row) => element('tr', {}, ...order.map((at) => cell(row, at))))),
    ),
    rest === undefined ? undefined : element('p', { class: 'note' }, rest),
  );
}
