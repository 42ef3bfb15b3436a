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
import { tabNames, tabTitles, type TabName } from './tabNames.ts';
import { createVerdict } from './verdict.ts';
import { keepThemeVariables } from './themeVariables.ts';
import { t } from '../words.ts';
import './panels.css';

const creators: Readonly<Record<TabName, (root: HTMLElement, screen: Screen) => void>> = {
  Verdict: createVerdict, Details: createDetails, Ladder: createLadder, Events: createEvents, Notes: createNotes,
};

export interface SidePanel {
  /** Shows a tab and gives it the focus. */
  readonly go: (tab: TabName) => void;
}

/** `root` stands at the right of a flex row; its width is set here. `leave` gives the focus back to the lanes. */
export function createSidePanel(root: HTMLElement, screen: Screen, leave: () => void): SidePanel {
  root.classList.add('side-panel');
  keepThemeVariables(root);
  const bodies = tabNames.map((name) => element('div', { class: 'panel-body', 'data-tab': name, tabindex: -1 }));
  const strip = element('vscode-tabs', { panel: true, 'aria-label': t('about the recording') });
  tabNames.forEach((name, at) => {
    strip.append(element('vscode-tab-header', { slot: 'header', panel: true }, tabTitles[name]), element('vscode-tab-panel', { panel: true }, bodies[at]!));
  });
  const fold = button({ iconName: 'layout-sidebar-right', kind: 'icon', label: t('Fold the panel away') }, () => toggle());
  const folder = element('span', { slot: 'addons', class: 'fold' }, fold);
  strip.append(folder);
  const { store } = screen;
  const change = (panel: Partial<PanelState>): void => store.set({ panel: { ...store.get('panel'), ...panel } }, 'panel');
  const splitter = createSplitter(root, (width) => change({ width }));
  root.append(splitter.element, strip);
  tabNames.forEach((name, at) => creators[name](bodies[at]!, screen));

  strip.addEventListener('vsc-tabs-select', ({ detail }) => change({ tab: tabNames[detail.selectedIndex]! }));
  const draw = (): void => {
    const { tab, folded, width } = store.get('panel');
    const at = Math.max(0, tabNames.findIndex((name) => name === tab));
    root.classList.toggle('folded', folded);
    splitter.element.hidden = folded;
    splitter.resize(width);
    const label = folded ? t('Show the panel') : t('Fold the panel away');
    setAttributes(fold, { 'aria-label': label, title: label, 'aria-expanded': String(!folded) });
    if (strip.selectedIndex !== at) strip.selectedIndex = at;
    const seen = folded ? '' : tabNames[at]!;
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
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    leave();
  });
  return {
    go(tab) {
      change({ tab, folded: false });
      const body = bodies[tabNames.indexOf(tab)]!;
      // A list takes the arrows at once; it is laid out after the event.
      requestAnimationFrame(() => (body.querySelector<HTMLElement>('.viewing:not([hidden])') ?? body).focus());
    },
  };
}
