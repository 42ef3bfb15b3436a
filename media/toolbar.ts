/** Above the lanes: what was read and how the clocks fit, the filter's place, and the commands that a mouse wants near. */
import type { Overview } from '../analyzer/view/protocol.ts';
import type { Commands } from './commands.ts';
import { fileName, icon, text } from './elements.ts';
import type { Dialogs } from './keys.ts';
import type { Screen } from './screen.ts';
import type { State, TimeFormat } from './store.ts';
import { durationText } from './timeText.ts';

const formats: readonly (readonly [TimeFormat, string])[] = [['utc', 'UTC'], ['local', 'local time'], ['relative', 'since start'], ['delta', 'since selection']];

export function fillToolbar(element: HTMLElement, screen: Screen, commands: Commands, dialogs: Dialogs): void {
  const { store } = screen;
  const inputs = document.createElement('div');
  inputs.className = 'inputs';
  const filter = document.createElement('div');
  filter.id = 'filter';
  const buttons = document.createElement('div');
  buttons.className = 'commands';
  buttons.setAttribute('role', 'toolbar');
  buttons.setAttribute('aria-label', 'Timeline');
  const position = text('position', '');
  const stallButtons = [button('chevron-left', 'Previous stall (P)', commands.previousStall), position, button('chevron-right', 'Next stall (N)', commands.nextStall)];
  const fold = toggle('fold', 'Fold idle time (I)', screen, 'foldIdle', commands.toggleFold);
  const follow = toggle('target', 'Follow the selection (L)', screen, 'follow', commands.toggleFollow);
  buttons.append(
    ...stallButtons, separator(),
    button('screen-full', 'Fit the whole recording (F)', commands.fit), button('zoom-in', 'Zoom in (W)', commands.zoomIn), button('zoom-out', 'Zoom out (S)', commands.zoomOut),
    fold, follow, button('arrow-both', 'Measure (M)', commands.measure), separator(),
    formatSelect(screen), button('keyboard', 'Keys (?)', dialogs.help),
  );
  element.append(inputs, filter, buttons);
  const showStalls = (): void => {
    const stalls = [...(store.get('overview')?.stalls ?? [])].sort((a, b) => a.start - b.start);
    const selection = store.get('selection');
    const now = selection?.ref.table === 'stalls' ? stalls.findIndex(({ id }) => id === selection.ref.row) : -1;
    position.textContent = stalls.length === 0 ? 'no stall' : now < 0 ? `${stalls.length} ${stalls.length === 1 ? 'stall' : 'stalls'}` : `stall ${now + 1} of ${stalls.length}`;
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
  select.title = 'How times are shown';
  select.setAttribute('aria-label', 'How times are shown');
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
  const chips = inputs.slice(0, MOST_CHIPS).map(({ path, kind, records, problems }) => {
    const chip = text('chip', fileName(path));
    chip.prepend(icon(kind === 'strace' ? 'terminal' : kind === 'unknown' ? 'question' : 'radio-tower'));
    chip.title = [`${path}: ${kind}, ${records} ${kind === 'strace' ? 'calls' : 'frames'}`, ...problems.map(({ count, what }) => `${count} × ${what}`)].join('\n');
    if (kind === 'unknown' || problems.some(({ kind: problem }) => problem.endsWith('cut-short'))) chip.classList.add('warning');
    return chip;
  });
  if (inputs.length > MOST_CHIPS) chips.push(text('chip', `and ${inputs.length - MOST_CHIPS} more`));
  const worst = clocks.reduce<Overview['clocks'][number] | undefined>((a, b) => (a && a.uncertainty >= b.uncertainty ? a : b), undefined);
  if (worst) {
    const chip = text('chip clock', `clocks ± ${durationText(worst.uncertainty)}`);
    chip.prepend(icon('watch'));
    chip.title = clocks.map((clock) => clock.text || `${clock.file}: within ± ${durationText(clock.uncertainty)}`).join('\n');
    chips.push(chip);
  }
  return chips;
}

const MOST_CHIPS = 4;
