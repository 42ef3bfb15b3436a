/**
 * The screen: builds its parts, keeps the overview up to date, and passes on what others select. `data-state` on the root says how far it
 * is: loading, partial (more is being read), ready, error.
 */
import type { HostEvents, Overview, SavedView } from '../analyzer/view/protocol.ts';
import { Commands } from './commands.ts';
import { askTime, showKeys } from './dialogs.ts';
import { fileName, text } from './elements.ts';
import { connect, type Transport } from './host.ts';
import { Hover } from './hover.ts';
import { foldIdle } from './idle.ts';
import { handleKeys, keyBindings, type Dialogs } from './keys.ts';
import { keepLaneRows } from './laneRows.ts';
import { Lanes } from './lanes.ts';
import { followLive } from './liveView.ts';
import { createFilterBox } from './panels/filterBox.ts';
import { createSidePanel } from './panels/sidePanel.ts';
import { showOverview } from './overviewStrip.ts';
import { handlePointer } from './pointer.ts';
import { keepRelations } from './relations.ts';
import { fromSavedView, savedKeys, toSavedView } from './savedView.ts';
import type { Screen } from './screen.ts';
import { fromScreenState, selectAgain, stateKeys, toScreenState } from './screenState.ts';
import { Store, type Range, type State } from './store.ts';
import { fillStatusLine } from './statusLine.ts';
import { parseTime, timeText } from './timeText.ts';
import { fillToolbar } from './toolbar.ts';
import { clampRange, fitRange } from './viewport.ts';
import { t } from './words.ts';

export interface App extends Screen {
  readonly lanes: Lanes;
  readonly commands: Commands;
}

/** Settled for so long, a view is worth keeping, ms. */
const SETTLED = 400;

export function startApp(root: HTMLElement, transport: Transport): App {
  const { analysis, editor } = connect(transport);
  const store = new Store();
  const screen: Screen = { store, analysis, editor };
  root.classList.add('stallscope');
  root.dataset['state'] = 'loading';

  const parts = { toolbar: part('header', 'toolbar'), overview: part('div', 'overview'), main: part('main', 'main'), status: part('footer', 'status') };
  const timeline = part('section', 'timeline');
  timeline.setAttribute('aria-label', t('Timeline'));
  const panel = part('aside', 'panel');
  panel.id = 'panel';
  panel.setAttribute('aria-label', t('Verdict and details'));
  const message = text('message', t('Reading the recording…'), 'div');
  message.setAttribute('role', 'status');
  timeline.append(message);
  parts.main.append(timeline, panel);
  root.replaceChildren(parts.toolbar, parts.overview, parts.main, parts.status);

  const lanes = new Lanes(timeline, screen, root);
  const commands = new Commands(screen, lanes);
  const hover = new Hover(root, screen, lanes);
  const dialogs: Dialogs = {
    jump: () => askTime((typed) => parseTime(typed, lanes.base), timeText(store.get('selection')?.start ?? store.get('viewport').start, lanes.base, 3), (time) => {
      const { start, end } = store.get('viewport');
      commands.show({ start: time - (end - start) / 2, end: time + (end - start) / 2 }, true);
    }),
    help: () => showKeys(bindings),
    focusFilter: () => filterBox.focus(),
    panel: (name) => sidePanel.go(name),
  };
  const bindings = keyBindings(commands, dialogs);
  fillToolbar(parts.toolbar, screen, commands, dialogs);
  const filterBox = createFilterBox(parts.toolbar.querySelector<HTMLElement>('#filter')!, screen);
  const sidePanel = createSidePanel(panel, screen, () => lanes.canvas.focus());
  fillStatusLine(parts.status, screen, lanes);
  followLive(parts.status, screen);
  analysis.on('figures', () => {
    if (!message.hidden && store.get('overview')?.state === 'reading') message.textContent = t('Waiting for packets…');
  });
  showOverview(parts.overview, screen, commands, () => lanes.theme);
  handlePointer(screen, lanes, commands, hover);
  handleKeys([parts.toolbar, parts.overview, timeline, panel], lanes.canvas, bindings);
  foldIdle(screen, lanes);
  keepLaneRows(screen);
  keepRelations(screen);

  store.on('selection', (origin) => {
    const located = store.get('selection');
    root.dataset['selected'] = located ? `${located.ref.table}:${located.ref.row}` : '';
    if (located && origin !== 'host' && origin !== 'restored') void editor.request('selected', { ref: located.ref, located }).catch(() => false);
  });
  store.on('related', () => {
    root.dataset['related'] = store.get('related').map(({ lane }) => lane).join(' ');
  });
  keepOverview(screen, root, message, transport);
  keepState(screen, transport);
  obeyHost(screen, commands, dialogs);
  return { ...screen, lanes, commands };
}

function part(tag: string, className: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}

/** Fetches the overview at first and whenever the analysis has concluded anew. */
function keepOverview(screen: Screen, root: HTMLElement, message: HTMLElement, transport: Transport): void {
  const { store, analysis } = screen;
  let [underWay, again] = [false, false];
  const fail = (words: string): void => {
    message.textContent = words;
    message.classList.add('error');
    // What has been drawn stays readable below a failure.
    if (!store.get('overview')) root.dataset['state'] = 'error';
  };
  const refresh = async (): Promise<void> => {
    if (underWay) {
      again = true;
      return;
    }
    underWay = true;
    try {
      do {
        again = false;
        const overview = await analysis.request('overview', {});
        const before = store.get('overview');
        const whole = fitRange(overview);
        const viewport = store.get('viewport');
        if (!before) {
          store.set({ viewport: firstView(overview), overview, ...restored(transport.getState(), overview.epochSeconds) }, 'restored');
          void selectAgain(screen, transport.getState());
        } else {
          // A view of everything stays one while the recording grows.
          const was = fitRange(before);
          const seesAll = viewport.start <= was.start && viewport.end >= was.end;
          // Whoever has not moved yet is shown the story as far as it is known.
          const first = firstView(before);
          const isUntouched = viewport.start === first.start && viewport.end === first.end;
          store.set({ viewport: isUntouched ? firstView(overview) : seesAll ? whole : clampRange(viewport, overview), overview });
        }
        const isEmpty = overview.lanes.length === 0;
        root.toggleAttribute('data-empty', isEmpty);
        message.hidden = !isEmpty;
        if (isEmpty) {
          message.textContent = overview.state !== 'reading' ? emptyText(overview) : document.body.dataset['live'] ? t('Waiting for packets…') : t('Reading the recording…');
          root.dataset['state'] = overview.state === 'reading' ? 'loading' : 'ready';
        }
      } while (again);
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
    }
    underWay = false;
  };
  analysis.on('changed', () => void refresh());
  analysis.on('failed', ({ text: words }) => fail(words));
  void refresh();
}

/** What the analysis says is worth a look, with a little air. */
function firstView({ focus: { start, end } }: Overview): Range {
  const air = (end - start) * 0.03;
  return { start: start - air, end: end + air };
}

function emptyText({ inputs }: Overview): string {
  const [first] = inputs;
  if (first && inputs.every(({ kind }) => kind === 'unknown')) {
    const [problem] = first.problems;
    return problem ? `${fileName(first.path)}: ${problem.what}; ${problem.remedy}.` : t('{0}: neither an strace log nor a packet capture.', fileName(first.path));
  }
  return t('There is no SCTP association and no call on a socket in this recording.');
}

function restored(state: unknown, epochSeconds: number): Partial<State> {
  return { ...fromSavedView((state as { readonly view?: unknown } | undefined)?.view, epochSeconds), ...fromScreenState(state) };
}

/** What the reader has set up outlives the page, and is offered to the host for keeping. */
function keepState({ store, editor }: Screen, transport: Transport): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isChoice = false;
  const keep = (): SavedView | undefined => {
    const view = toSavedView(store);
    if (view) transport.setState({ view, ...toScreenState(store) });
    return view;
  };
  const offer = (): void => {
    isChoice = false;
    const view = keep();
    if (view) void editor.request('save', { view }).catch(() => false);
  };
  // A view moves with every frame; all else is a choice, and may be saved as soon as it is made.
  for (const key of savedKeys) {
    store.on(key, (origin) => {
      if (origin === 'restored') return;
      isChoice ||= key !== 'viewport';
      clearTimeout(timer);
      timer = setTimeout(offer, isChoice ? 0 : SETTLED);
    });
  }
  for (const key of stateKeys) store.on(key, (origin) => void (origin !== 'restored' && keep()));
}

function obeyHost({ store, editor }: Screen, commands: Commands, dialogs: Dialogs): void {
  editor.on('select', ({ located }) => {
    store.select(located, 'host');
    if (!store.get('follow')) commands.bring(located);
  });
  editor.on('show', (range) => commands.show(range, true));
  editor.on('view', ({ view }) => {
    const overview = store.get('overview');
    if (overview) store.set(fromSavedView(view, overview.epochSeconds), 'restored');
  });
  const byName: Readonly<Record<HostEvents['command']['name'], () => void>> = {
    nextStall: commands.nextStall, previousStall: commands.previousStall, fit: commands.fit, focusFilter: dialogs.focusFilter,
    toggleFold: commands.toggleFold, bookmark: commands.bookmark,
  };
  editor.on('command', ({ name }) => byName[name]());
}
