/**
 * The filter over all tables: WAI-ARIA's combobox with a list of completions, or of earlier filters while it is empty. The store's filter
 * changes only to what the analysis understands; a problem is underlined where it is and told.
 */
import type { Completion, FilterReply } from '../../analyzer/view/protocol.ts';
import type { Screen } from '../screen.ts';
import { copyButton } from './copyButton.ts';
import { button, element, icon } from './element.ts';
import { FilterHistory } from './filterHistory.ts';
import { tableNames } from './tableNames.ts';
import { keepThemeVariables } from './themeVariables.ts';
import { t } from '../words.ts';
import './filterBox.css';

/** After the last key, ms. */
const PAUSE = 180;
const PATIENCE = 1200;

export interface FilterBox {
  readonly focus: () => void;
}

export function createFilterBox(root: HTMLElement, screen: Screen): FilterBox {
  const { store, analysis } = screen;
  root.classList.add('filter-box');
  keepThemeVariables(root);
  const input = element('input', {
    type: 'text', role: 'combobox', spellcheck: 'false', autocomplete: 'off', 'aria-label': t('filter'), 'aria-autocomplete': 'list', 'aria-expanded': 'false',
    'aria-controls': 'filter-choices', 'aria-describedby': 'filter-said', placeholder: t('filter: {0}', 'errno == EAGAIN || sctp.sack.aRwnd < 2000'),
  });
  const underline = element('div', { class: 'underline', 'aria-hidden': 'true' });
  const choices = element('ul', { class: 'choices', id: 'filter-choices', role: 'listbox', 'aria-label': t('completions'), hidden: true });
  const said = element('div', { class: 'said', id: 'filter-said', role: 'status', hidden: true });
  const clear = button({ iconName: 'close', kind: 'icon', label: t('Clear the filter') }, () => {
    write('');
    input.focus();
  });
  const field = element('div', { class: 'field' }, icon('filter'), element('div', { class: 'text' }, underline, input), clear);
  root.append(field, element('div', { class: 'below' }, choices, said));

  const history = new FilterHistory(store);
  let reply: FilterReply | undefined;
  let completion: Completion | undefined;
  let chosen = -1;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;

  const write = (text: string): void => {
    history.add(store.get('filter'));
    input.value = text;
    input.setSelectionRange(text.length, text.length);
    close();
    void check();
  };

  /** Asks what the text means; what is understood becomes the filter. */
  const check = async (): Promise<void> => {
    clearTimeout(timer);
    const text = input.value.trim() === '' ? '' : input.value;
    const ticket = ++asked;
    clear.hidden = text === '';
    const answer = text === '' ? undefined : await analysis.request('filter', { text }).catch(() => undefined);
    if (ticket !== asked) return;
    reply = answer;
    // Who is in the middle of a word and has a list to choose from need not be told yet.
    if (answer?.problem && completion && document.activeElement === input) timer = setTimeout(drawReply, PATIENCE);
    else drawReply();
    if (text === '' || (answer && !answer.problem)) store.set({ filter: text }, 'panel');
  };

  const drawReply = (): void => {
    const problem = reply?.problem;
    root.dataset['state'] = reply === undefined ? 'empty' : problem ? 'problem' : 'ready';
    input.setAttribute('aria-invalid', String(problem !== undefined));
    const end = problem ? Math.max(problem.end, problem.start + 1) : 0;
    // Blanks keep their width, so that the line lies under the letters that it means.
    const padded = input.value.padEnd(end);
    underline.replaceChildren(...(problem ? [padded.slice(0, problem.start), element('u', {}, padded.slice(problem.start, end))] : []));
    underline.scrollLeft = input.scrollLeft;
    said.hidden = reply === undefined;
    said.replaceChildren();
    if (!reply) return;
    if (problem) return said.replaceChildren(element('span', { class: 'problem' }, icon('error'), problem.text));
    const total = reply.counts.reduce((sum, { count }) => sum + count, 0);
    said.append(
      element('span', { class: 'counts' }, ...(total === 0 ? [element('span', {}, t('no matches'))] : reply.counts.filter(({ count }) => count > 0).map(({ table, count }) => element('span', {}, element('b', {}, count.toLocaleString('en')), ` ${tableNames[table]}`)))),
      wiresharkView(reply),
    );
  };

  const wiresharkView = ({ wireshark }: FilterReply): HTMLElement => {
    if (!wireshark) return element('span', { class: 'quiet' }, t('no Wireshark filter says this'));
    const copy = copyButton(screen, t('Copy as Wireshark filter'), () => wireshark.filter, { title: wireshark.filter });
    if (wireshark.exact) return copy;
    const without = wireshark.leftOut.length === 0 ? [] : [t('without {0}', wireshark.leftOut.join(', '))];
    return element('span', { class: 'wireshark' }, copy, element('span', { class: 'quiet' }, [...without, ...wireshark.notes].join('; ')));
  };

  /** What can stand at the caret; earlier filters while there is nothing. */
  const complete = async (): Promise<void> => {
    const text = input.value;
    const caret = input.selectionStart ?? text.length;
    const answer = text.trim() === ''
      ? { from: 0, to: text.length, items: history.texts().map((insert) => ({ insert, label: insert, doc: t('used before') })) }
      : await analysis.request('complete', { text, caret }).catch(() => undefined);
    if (input.value !== text || document.activeElement !== input) return;
    // What stands there already is no help.
    const items = answer?.items.filter(({ insert }) => insert.trim() !== text.slice(answer.from, answer.to)) ?? [];
    completion = answer === undefined || items.length === 0 ? undefined : { ...answer, items };
    chosen = -1;
    drawChoices();
  };

  const drawChoices = (): void => {
    const items = completion?.items ?? [];
    choices.hidden = items.length === 0;
    input.setAttribute('aria-expanded', String(items.length > 0));
    if (chosen >= 0 && chosen < items.length) input.setAttribute('aria-activedescendant', `filter-choice-${chosen}`);
    else input.removeAttribute('aria-activedescendant');
    choices.replaceChildren(...items.map(({ label, doc }, at) => {
      const item = element('li', { role: 'option', id: `filter-choice-${at}`, 'aria-selected': String(at === chosen) }, element('span', { class: 'label' }, label), element('span', { class: 'doc' }, doc));
      item.addEventListener('pointerdown', (event) => {
        event.preventDefault();
        take(at);
      });
      return item;
    }));
    choices.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  };

  const take = (at: number): void => {
    const item = completion?.items[at];
    if (!completion || !item) return;
    const { from, to } = completion;
    input.value = input.value.slice(0, from) + item.insert + input.value.slice(to);
    input.setSelectionRange(from + item.insert.length, from + item.insert.length);
    changed();
  };

  const close = (): void => {
    completion = undefined;
    chosen = -1;
    drawChoices();
  };

  const changed = (): void => {
    underline.replaceChildren();
    clearTimeout(timer);
    timer = setTimeout(() => void check(), PAUSE);
    void complete();
  };

  input.addEventListener('input', changed);
  input.addEventListener('focus', () => void complete());
  input.addEventListener('click', () => void complete());
  input.addEventListener('scroll', () => (underline.scrollLeft = input.scrollLeft));
  input.addEventListener('blur', () => {
    close();
    history.add(store.get('filter'));
  });
  input.addEventListener('keydown', (event) => {
    const items = completion?.items.length ?? 0;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (items === 0) return void complete();
      chosen = (Math.max(chosen, event.key === 'ArrowDown' ? -1 : 0) + (event.key === 'ArrowDown' ? 1 : items - 1)) % items;
      drawChoices();
    } else if ((event.key === 'Tab' && items > 0 && !event.shiftKey) || (event.key === 'Enter' && chosen >= 0)) {
      event.preventDefault();
      take(Math.max(0, chosen));
    } else if (event.key === 'Enter') {
      close();
      void check().then(() => {
        history.add(store.get('filter'));
        // Who is done wants to see what lies below.
        if (!reply?.problem) said.hidden = true;
      });
    } else if (event.key === 'Escape') {
      if (items > 0) close();
      else if (input.value === '') input.blur();
      else write('');
    }
  });
  store.on('filter', (origin) => {
    if (origin !== 'panel' && store.get('filter') !== input.value) write(store.get('filter'));
  });
  store.on('overview', () => {
    if (input.value !== '') void check();
  });
  document.addEventListener('keydown', (event) => {
    const find = event.key === 'f' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    const slash = event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !isText(event.target);
    if (!find && !slash) return;
    event.preventDefault();
    focus();
  });

  const focus = (): void => {
    input.focus();
    input.select();
  };
  write(store.get('filter'));
  return { focus };
}

function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
