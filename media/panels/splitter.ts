/** The movable edge of a panel that stands at the right: dragged, moved with the arrows, set back by a double click. */
import { element } from './element.ts';

const LEAST = 300;
/** What the canvas keeps. */
const LEFT = 300;
const STEP = 24;

export function createSplitter(panel: HTMLElement): HTMLElement {
  const edge = element('div', { class: 'edge', role: 'separator', tabindex: 0, 'aria-orientation': 'vertical', 'aria-label': 'width of the panel' });

  const most = (): number => Math.max(LEAST, (panel.parentElement?.clientWidth ?? Infinity) - LEFT);
  const resize = (width: number): void => {
    const kept = Math.round(Math.max(LEAST, Math.min(most(), width)));
    panel.style.setProperty('--panel-width', `${kept}px`);
    tell();
  };
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
    const move = ({ clientX }: PointerEvent): void => resize(right - clientX);
    edge.addEventListener('pointermove', move);
    edge.addEventListener('lostpointercapture', () => edge.removeEventListener('pointermove', move), { once: true });
  });
  edge.addEventListener('dblclick', () => {
    panel.style.removeProperty('--panel-width');
    tell();
  });
  edge.addEventListener('keydown', (event) => {
    const width = panel.getBoundingClientRect().width;
    const sizes: Readonly<Record<string, number>> = { ArrowLeft: width + STEP, ArrowRight: width - STEP, Home: LEAST, End: most() };
    const size = sizes[event.key];
    if (size === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    resize(size);
  });
  new ResizeObserver(tell).observe(panel);
  return edge;
}
