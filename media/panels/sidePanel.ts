/** Everything beside the canvas, in tabs: verdict, details, ladder, events, notes. Its edge is dragged, or moved with the arrows; it can be folded away. */
import '@vscode-elements/elements/dist/vscode-tabs/index.js';
import '@vscode-elements/elements/dist/vscode-tab-header/index.js';
import '@vscode-elements/elements/dist/vscode-tab-panel/index.js';
import type { Screen } from '../screen.ts';
import { createDetails } from './detailsView.ts';
import { button, element } from './element.ts';
import { createEvents } from './eventsView.ts';
import { createLadder } from './ladderView.ts';
import { createNotes } from './notesView.ts';
import { createSplitter } from './splitter.ts';
import { createVerdict } from './verdict.ts';
import { keepThemeVariables } from './themeVariables.ts';
import './panels.css';

const tabs = [
  { name: 'Verdict', create: createVerdict },
  { name: 'Details', create: createDetails },
  { name: 'Ladder', create: createLadder },
  { name: 'Events', create: createEvents },
  { name: 'Notes', create: createNotes },
] as const;

export type TabName = (typeof tabs)[number]['name'];

export interface SidePanel {
  readonly show: (tab: TabName) => void;
  readonly toggle: () => void;
}

/** `root` stands at the right of a flex row; its width is set here. */
export function createSidePanel(root: HTMLElement, screen: Screen): SidePanel {
  root.classList.add('side-panel');
  keepThemeVariables(root);
  const bodies = tabs.map(({ name }) => element('div', { class: 'panel-body', 'data-tab': name, tabindex: -1 }));
  const strip = element('vscode-tabs', { panel: true, 'aria-label': 'about the recording' });
  tabs.forEach(({ name }, at) => {
    strip.append(element('vscode-tab-header', { slot: 'header', panel: true }, name), element('vscode-tab-panel', { panel: true }, bodies[at]!));
  });
  const fold = button({ iconName: 'layout-sidebar-right', kind: 'icon', label: 'Fold the panel away' }, () => toggle());
  const folder = element('span', { slot: 'addons', class: 'fold' }, fold);
  strip.append(folder);
  const splitter = createSplitter(root);
  root.append(splitter, strip);
  tabs.forEach(({ create }, at) => create(bodies[at]!, screen));

  const shown = (at: number): void => {
    root.dataset['tab'] = tabs[at]!.name;
    bodies[at]!.dispatchEvent(new CustomEvent('panel-shown'));
  };
  strip.addEventListener('vsc-tabs-select', (event) => {
    const { selectedIndex } = event.detail;
    // The panel is laid out after the event.
    requestAnimationFrame(() => shown(selectedIndex));
  });
  const show = (tab: TabName): void => {
    if (root.classList.contains('folded')) toggle();
    const at = tabs.findIndex(({ name }) => name === tab);
    if (strip.selectedIndex === at) return;
    strip.selectedIndex = at;
    requestAnimationFrame(() => shown(at));
  };
  const toggle = (): void => {
    const folded = root.classList.toggle('folded');
    splitter.hidden = folded;
    fold.setAttribute('aria-label', folded ? 'Show the panel' : 'Fold the panel away');
    fold.title = fold.getAttribute('aria-label')!;
    fold.setAttribute('aria-expanded', String(!folded));
  };

  // A mark that was clicked wants to be explained; a stall is what the verdict is about.
  screen.store.on('selection', (origin) => {
    const selection = screen.store.get('selection');
    if (origin !== 'timeline' || !selection || root.dataset['tab'] !== 'Verdict') return;
    if (selection.ref.table !== 'stalls') show('Details');
  });
  root.dataset['tab'] = tabs[0].name;
  return { show, toggle };
}
