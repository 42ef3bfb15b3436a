/** Everything beside the canvas, in tabs: verdict, details, ladder, events, notes. Its edge is dragged, or moved with the arrows; it can be folded away. */
import '@vscode-elements/elements/dist/vscode-tabs/index.js';
import '@vscode-elements/elements/dist/vscode-tab-header/index.js';
import '@vscode-elements/elements/dist/vscode-tab-panel/index.js';
import type { Screen } from '../screen.ts';
import type { PanelState } from '../store.ts';
import { createDetails } from './detailsView.ts';
import { button, element, setAttributes } from './element.ts';
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

/** `root` stands at the right of a flex row; its width is set here. */
export function createSidePanel(root: HTMLElement, screen: Screen): void {
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
  const { store } = screen;
  const change = (panel: Partial<PanelState>): void => store.set({ panel: { ...store.get('panel'), ...panel } }, 'panel');
  const splitter = createSplitter(root, (width) => change({ width }));
  root.append(splitter.element, strip);
  tabs.forEach(({ create }, at) => create(bodies[at]!, screen));

  strip.addEventListener('vsc-tabs-select', ({ detail }) => change({ tab: tabs[detail.selectedIndex]!.name }));
  const draw = (): void => {
    const { tab, folded, width } = store.get('panel');
    const at = Math.max(0, tabs.findIndex(({ name }) => name === tab));
    root.classList.toggle('folded', folded);
    splitter.element.hidden = folded;
    splitter.resize(width);
    const label = folded ? 'Show the panel' : 'Fold the panel away';
    setAttributes(fold, { 'aria-label': label, title: label, 'aria-expanded': String(!folded) });
    if (strip.selectedIndex !== at) strip.selectedIndex = at;
    const seen = folded ? '' : tabs[at]!.name;
    if (root.dataset['tab'] === seen) return;
    root.dataset['tab'] = seen;
    if (folded) return;
    // The panel is laid out after the event.
    requestAnimationFrame(() => bodies[at]!.dispatchEvent(new CustomEvent('panel-shown')));
  };
  store.on('panel', draw);
  draw();
  const toggle = (): void => change({ folded: !store.get('panel').folded });

  // A mark that was clicked wants to be explained; a stall is what the verdict is about.
  store.on('selection', (origin) => {
    const selection = store.get('selection');
    if (origin !== 'timeline' || !selection || store.get('panel').tab !== 'Verdict' || store.get('panel').folded) return;
    if (selection.ref.table !== 'stalls') change({ tab: 'Details' });
  });
}
