/** The keyboard: which key does what, in one table that the help shows as well. */
import type { Commands } from './commands.ts';
import { tabNames, tabTitles, type TabName } from './panels/tabNames.ts';
import { t } from './words.ts';

export interface KeyBinding {
  /** As KeyboardEvent.key, lower case; several for the same. */
  readonly keys: readonly string[];
  readonly shift?: boolean;
  readonly alt?: boolean;
  /** For the help. */
  readonly shown: string;
  readonly text: string;
  readonly run: () => void;
}

export interface Dialogs {
  readonly jump: () => void;
  readonly help: () => void;
  readonly focusFilter: () => void;
  readonly panel: (tab: TabName) => void;
}

export function keyBindings(commands: Commands, dialogs: Dialogs): readonly KeyBinding[] {
  return [
    { keys: ['a'], shown: 'A', text: t('pan left'), run: commands.panLeft },
    { keys: ['d'], shown: 'D', text: t('pan right'), run: commands.panRight },
    { keys: ['arrowleft'], shift: true, shown: 'Shift ←', text: t('pan left'), run: commands.panLeft },
    { keys: ['arrowright'], shift: true, shown: 'Shift →', text: t('pan right'), run: commands.panRight },
    { keys: ['w', '+', '='], shown: 'W  +', text: t('zoom in'), run: commands.zoomIn },
    { keys: ['s', '-', '_'], shown: 'S  −', text: t('zoom out'), run: commands.zoomOut },
    { keys: ['arrowleft'], shown: '←', text: t('previous event in the lane'), run: commands.previousEvent },
    { keys: ['arrowright'], shown: '→', text: t('next event in the lane'), run: commands.nextEvent },
    { keys: ['arrowup'], shown: '↑', text: t('lane above'), run: commands.laneUp },
    { keys: ['arrowdown'], shown: '↓', text: t('lane below'), run: commands.laneDown },
    { keys: ['enter'], shown: 'Enter', text: t('open the line or the frame'), run: commands.reveal },
    { keys: ['n'], shown: 'N', text: t('next stall'), run: commands.nextStall },
    { keys: ['p'], shown: 'P', text: t('previous stall'), run: commands.previousStall },
    { keys: ['f'], shown: 'F', text: t('fit the whole recording'), run: commands.fit },
    { keys: ['z'], shown: 'Z', text: t('zoom to the selection or the measured stretch'), run: commands.zoomToSelection },
    { keys: ['i'], shown: 'I', text: t('fold idle time'), run: commands.toggleFold },
    { keys: ['l'], shown: 'L', text: t('follow the selection'), run: commands.toggleFollow },
    { keys: ['g'], shown: 'G', text: t('go to a time'), run: dialogs.jump },
    { keys: ['m'], shown: 'M', text: t('measure from here (or Alt-drag)'), run: commands.measure },
    { keys: ['b'], shown: 'B', text: t('bookmark'), run: commands.bookmark },
    { keys: ['home'], shown: 'Home', text: t('beginning of the recording'), run: commands.home },
    { keys: ['end'], shown: 'End', text: t('end of the recording'), run: commands.end },
    { keys: ['k'], shown: 'K', text: t('keep the lane on top'), run: commands.pin },
    { keys: ['h'], shown: 'H', text: t('hide the lane'), run: commands.hide },
    { keys: ['arrowup'], alt: true, shown: 'Alt ↑', text: t('move the lane up'), run: commands.moveLaneUp },
    { keys: ['arrowdown'], alt: true, shown: 'Alt ↓', text: t('move the lane down'), run: commands.moveLaneDown },
    { keys: ['/'], shown: '/', text: t('filter'), run: dialogs.focusFilter },
    ...tabNames.map((name, at) => ({ keys: [String(at + 1)], shown: String(at + 1), text: t('{0} (Esc: back to the lanes)', tabTitles[name]), run: () => dialogs.panel(name) })),
    { keys: ['escape'], shown: 'Esc', text: t('end measuring, select nothing'), run: commands.clear },
    { keys: ['?'], shown: '?', text: t('these keys'), run: dialogs.help },
  ];
}

/** Keys that buttons and lists have for themselves. */
const widgetKeys: ReadonlySet<string> = new Set(['enter', ' ', 'escape', 'arrowleft', 'arrowright', 'arrowup', 'arrowdown', 'home', 'end']);

/** Keys work on the lanes and on whatever belongs to them; a button keeps its own, and in a text field they write. */
export function handleKeys(parts: readonly HTMLElement[], canvas: HTMLElement, bindings: readonly KeyBinding[]): void {
  const handle = (event: KeyboardEvent): void => {
    const { target } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || !(target instanceof HTMLElement) || target.matches('input, textarea, select, #filter *')) return;
    const key = event.key.toLowerCase();
    if (target !== canvas && widgetKeys.has(key)) return;
    const isSymbol = key.length === 1 && !/[a-z]/.test(key);
    const binding = bindings.find(({ keys, shift = false, alt = false }) => keys.includes(key) && (isSymbol || shift === event.shiftKey) && alt === event.altKey);
    if (!binding) return;
    event.preventDefault();
    binding.run();
  };
  for (const part of parts) part.addEventListener('keydown', handle);
}
