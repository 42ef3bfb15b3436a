/** The movable edge of a panel that stands at the right: dragged, moved with the arrows, set back by a double click. */
import { element } from './element.ts';
import { t } from '../words.ts';

const LEAST = 300;
/** What the canvas keeps. */
const LEFT = 300;
const STEP = 24;

export interface Splitter {
  readonly element: HTMLElement;
  /** undefined: as wide as the style sheet says. */
  readonly resize: (width: number | undefined) => void;
}

/** `moved` hears of every width that a hand gives. */
export function createSplitter(panel: HTMLElement, moved: (width: number | undefined) => void): Splitter {
  const edge = element('div', { class: 'edge', role: 'separator', tabindex: 0, 'aria-orientation': 'vertical', 'aria-label': t('width of the panel') });

  const most = (): number => Math.max(LEAST, (panel.parentElement?.clientWidth ?? Infinity) - LEFT);
  const resize = (width: number | undefined): void => {
    if (width === undefined) panel.style.removeProperty('--panel-width');
    else panel.style.setProperty('--panel-width', `${width}px`);
    tell();
  };
  const move = (width: number): void => moved(Math.round(Math.max(LEAST, Math.min(most(), width))));
  const tell = (): void => {
    edge.setAttribute('aria-valuenow', String(Math.round(panel.getBoundingClientRect().width)));
    edge.setAttribute('aria-valuemin', String(LEAST));
    edge.setAttribute('aria-valuemax', String(Math.round(most())));
  };

  edge.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    edge.focus();
    edge.setPointerCapture(event.pointerId);
    const right = panel.getBoundingClientRect().right;
    const drag = ({ clientX }: PointerEvent): void => move(right - clientX);
    edge.addEventListener('pointermove', drag);
    edge.addEventListener('lostpointercapture', () => edge.removeEventListener('pointermove', drag), { once: true });
  });
  edge.addEventListener('dblclick', () => moved(undefined));
  edge.addEventListener('keydown', (event) => {
    const width = panel.getBoundingClientRect().width;
    const sizes: Readonly<Record<string, number>> = { ArrowLeft: width + STEP, ArrowRight: width - STEP, Home: LEAST, End: most() };
    const size = sizes[event.key];
    if (size === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move(size);
  });
  new ResizeObserver(tell).observe(panel);
  return { element: edge, resize };
}
