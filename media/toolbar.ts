/** Above the lanes: what was read and how the clocks fit, the filter's place, and the commands that a mouse wants near. */
import { formatDuration } from '../analyzer/trace/time.ts';
import type { Overview } from '../analyzer/view/protocol.ts';
import type { Commands } from './commands.ts';
import { fileName, icon, text } from './elements.ts';
import { inputText, isAwaited } from './inputText.ts';
import type { Dialogs } from './keys.ts';
import type { Screen } from './screen.ts';
import type { State, TimeFormat } from './store.ts';
import { t } from './words.ts';

const formats: readonly (readonly [TimeFormat, string])[] = [['utc', 'UTC'], ['local', t('local time')], ['relative', t('since start')], ['delta', t('since selection')]];

export function fillToolbar(element: HTMLElement, screen: Screen, commands: Commands, dialogs: Dialogs): void {
  const { store } = screen;
  const inputs = document.createElement('div');
  inputs.className = 'inputs';
  const filter = document.createElement('div');
  filter.id = 'filter';
  const buttons = document.createElement('div');
  buttons.className = 'commands';
  buttons.setAttribute('role', 'toolbar');
  buttons.setAttribute('aria-label', t('Timeline'));
  const position = text('position', '');
  const stallButtons = [button('chevron-left', t('Previous stall (P)'), commands.previousStall), position, button('chevron-right', t('Next stall (N)'), commands.nextStall)];
  const fold = toggle('fold', t('Fold idle time (I)'), screen, 'foldIdle', commands.toggleFold);
  const follow = toggle('target', t('Follow the selection (L)'), screen, 'follow', commands.toggleFollow);
  buttons.append(
    ...stallButtons, separator(),
    button('screen-full', t('Fit the whole recording (F)'), commands.fit), button('zoom-in', t('Zoom in (W)'), commands.zoomIn), button('zoom-out', t('Zoom out (S)'), commands.zoomOut),
    fold, follow, button('arrow-both', t('Measure (M)'), commands.measure), separator(),
    formatSelect(screen), button('keyboard', t('Keys (?)'), dialogs.help),
  );
  element.append(inputs, filter, buttons);
  const showStalls = (): void => {
    const overview = store.get('overview');
    const isLogged = overview?.inputs.some(({ kind }) => kind === 'strace') ?? true;
    const stalls = [...(overview?.stalls ?? [])].sort((a, b) => a.start - b.start);
    const selection = store.get('selection');
    const now = selection?.ref.table === 'stalls' ? stalls.findIndex(({ id }) => id === selection.ref.row) : -1;
    position.textContent = stalls.length === 0 ? (isLogged ? t('no stall') : t('no log of sends')) : now >= 0 ? t('stall {0} of {1}', now + 1, stalls.length) : stalls.length === 1 ? t('1 stall') : t('{0} stalls', stalls.length);
    position.classList.toggle('alarm', stalls.length > 0);
    for (const one of [stallButtons[0]!, stallButtons[2]!]) one.toggleAttribute('hidden', stalls.length === 0);
  };
  store.on('overview', () => {
    const overview = store.get('overview');
    if (overview) inputs.replaceChildren(...chipsOf(overview));
    showStalls();
  });
  store.on('selection', showStalls);
}

function button(name: string, label: string, pressed: () => void): HTMLElement {
  const element = document.createElement('vscode-toolbar-button');
  element.setAttribute('label', label);
  element.title = label;
  element.append(icon(name));
  element.addEventListener('click', pressed);
  return element;
}

function toggle(name: string, label: string, { store }: Screen, key: 'foldIdle' | 'follow', pressed: () => void): HTMLElement {
  const element = button(name, label, pressed);
  element.classList.add('toggle');
  const show = (): void => {
    element.classList.toggle('on', store.get(key));
    element.setAttribute('aria-pressed', String(store.get(key)));
  };
  store.on(key satisfies keyof State, show);
  show();
  return element;
}

function separator(): HTMLElement {
  const element = document.createElement('span');
  element.className = 'separator';
  return element;
}

function formatSelect({ store }: Screen): HTMLElement {
  const select = document.createElement('select');
  select.className = 'select';
  select.title = t('How times are shown');
  select.setAttribute('aria-label', t('How times are shown'));
  for (const [value, name] of formats) select.append(new Option(name, value));
  select.addEventListener('change', () => store.set({ timeFormat: select.value as TimeFormat }));
  const show = (): void => {
    select.value = store.get('timeFormat');
  };
  store.on('timeFormat', show);
  show();
  return select;
}

function chipsOf({ inputs, clocks }: Overview): readonly HTMLElement[] {
  const chips = inputs.slice(0, MOST_CHIPS).map((input) => {
    const { path, kind, problems } = input;
    const chip = text('chip', '');
    chip.append(icon(kind === 'strace' ? 'terminal' : isAwaited(input) ? 'ellipsis' : kind === 'unknown' ? 'question' : 'radio-tower'), text('name', fileName(path)));
    chip.title = [inputText(input), ...problems.map(({ count, what }) => `${count} × ${what}`)].join('\n');
    if ((kind === 'unknown' && !isAwaited(input)) || problems.some(({ kind: problem }) => problem.endsWith('cut-short'))) chip.classList.add('warning');
    return chip;
  });
  if (inputs.length > MOST_CHIPS) chips.push(text('chip', t('and {0} more', inputs.length - MOST_CHIPS)));
  const worst = clocks.reduce<Overview['clocks'][number] | undefined>((a, b) => (a && a.uncertainty >= b.uncertainty ? a : b), undefined);
  if (worst) {
    const chip = text('chip clock', t('clocks ± {0}', formatDuration(worst.uncertainty)));
    chip.prepend(icon('watch'));
    chip.title = clocks.map((clock) => clock.text || t('{0}: within ± {1}', clock.file, formatDuration(clock.uncertainty))).join('\n');
    chips.push(chip);
  }
  return chips;
}

const MOST_CHIPS = 4;
