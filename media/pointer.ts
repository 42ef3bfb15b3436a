/** Mouse, pen and wheel over the lanes: pan, zoom, choose a box, measure, select. */
import type { Commands } from './commands.ts';
import type { Hover } from './hover.ts';
import type { Lanes } from './lanes.ts';
import { AXIS_HEIGHT } from './painters/axisPainter.ts';
import type { Picked } from './pick.ts';
import type { Screen } from './screen.ts';

/** Less is a click. */
const DRAG = 4;
/** Pixels within which measuring holds on to an event. */
const SNAP = 6;
/** Zoom a pixel of a wheel; two fingers on a touchpad send far fewer. */
const WHEEL_ZOOM = 0.0022;
const PINCH_ZOOM = 0.009;
const PINCH = 20;
/** Wheels that count in lines and pages, in pixels. */
const lineHeights = [1, 18, 400];

type Gesture = 'pan' | 'box' | 'measure';

export function handlePointer(screen: Screen, lanes: Lanes, commands: Commands, hover: Hover): void {
  const { canvas } = lanes;
  const { store } = screen;
  const at = ({ clientX, clientY }: MouseEvent): { x: number; y: number } => {
    const box = canvas.getBoundingClientRect();
    return { x: clientX - box.left, y: clientY - box.top };
  };

  /** The end of the measure goes with the pointer. */
  let measuring = false;
  canvas.addEventListener('pointerdown', (down) => {
    if (down.button !== 0) return;
    canvas.focus();
    const from = at(down);
    const gesture: Gesture = down.altKey ? 'measure' : down.shiftKey || from.y < AXIS_HEIGHT ? 'box' : 'pan';
    // The scale as it was, whatever the view does meanwhile.
    const began = lanes.scale;
    let [moved, lastY] = [false, from.y];
    canvas.setPointerCapture(down.pointerId);
    const move = (event: PointerEvent): void => {
      const { x, y } = at(event);
      if (!moved && Math.hypot(x - from.x, y - from.y) < DRAG) return;
      moved = true;
      if (gesture === 'pan') {
        canvas.style.cursor = 'grabbing';
        commands.show(began.panned(from.x - x));
        lanes.scrollBy(lastY - y);
        lastY = y;
      } else {
        if (gesture === 'measure') store.set({ measure: { start: eventNear(lanes, from.x, from.y) ?? began.toTime(from.x), end: eventNear(lanes, x, y) ?? began.toTime(x) } });
        else lanes.box = { start: began.toTime(Math.min(from.x, x)), end: began.toTime(Math.max(from.x, x)) };
        lanes.invalidateOverlay();
      }
    };
    const end = (event: PointerEvent): void => {
      canvas.removeEventListener('pointermove', move);
      canvas.removeEventListener('pointerup', end);
      canvas.removeEventListener('pointercancel', end);
      canvas.style.cursor = 'default';
      const { box } = lanes;
      lanes.box = undefined;
      lanes.invalidateOverlay();
      if (event.type === 'pointercancel') return;
      if (moved && gesture === 'box' && box) commands.show(box, true);
      if (!moved) click();
    };
    const click = (): void => {
      const picked = lanes.pickAt(from.x, from.y);
      lanes.focused = lanes.rowAt(from.y)?.lane.id ?? lanes.focused;
      if (measuring) {
        // What followed the pointer stays where it is.
        measuring = false;
        return;
      }
      if (store.get('measure')) store.set({ measure: undefined });
      if (picked) void select(screen, picked);
      else if (from.y >= AXIS_HEIGHT) store.select(undefined, 'timeline');
    };
    canvas.addEventListener('pointermove', move);
    canvas.addEventListener('pointerup', end);
    canvas.addEventListener('pointercancel', end);
  });

  canvas.addEventListener('pointermove', (event) => {
    if (event.buttons !== 0) return;
    const { x, y } = at(event);
    hover.move(x, y);
    const measure = store.get('measure');
    if (measure && measuring) store.set({ measure: { start: measure.start, end: eventNear(lanes, x, y) ?? lanes.scale.toTime(x) } });
  });
  store.on('measure', () => {
    const measure = store.get('measure');
    measuring = measure !== undefined && (measuring || measure.start === measure.end);
  });
  canvas.addEventListener('pointerleave', () => hover.leave());

  canvas.addEventListener('dblclick', (event) => {
    const { x, y } = at(event);
    const picked = lanes.pickAt(x, y);
    if (picked) void select(screen, picked).then(commands.reveal);
  });

  canvas.parentElement!.addEventListener('wheel', (event) => {
    const unit = lineHeights[event.deltaMode] ?? 1;
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    const { x } = at(event);
    if (event.ctrlKey || event.metaKey) commands.zoom(Math.exp(dy * (Math.abs(dy) < PINCH ? PINCH_ZOOM : WHEEL_ZOOM)), x);
    else if (event.shiftKey) commands.pan(dy === 0 ? dx : dy);
    else {
      if (dx !== 0) commands.pan(dx);
      if (dy !== 0) lanes.scrollBy(dy);
    }
    event.preventDefault();
  }, { passive: false });
}

/** The begin or end of what lies under a place: measuring is from event to event where there are any. */
function eventNear(lanes: Lanes, x: number, y: number): number | undefined {
  const picked = lanes.pickAt(x, y);
  if (!picked) return undefined;
  const near = [picked.start, picked.end].map((time) => ({ time, distance: Math.abs(lanes.scale.toX(time) - x) })).sort((a, b) => a.distance - b.distance)[0]!;
  return near.distance < SNAP ? near.time : undefined;
}

/** Selects everywhere what was picked in a lane. */
export async function select({ store, analysis }: Screen, { ref, lane }: Picked): Promise<void> {
  const located = await analysis.request('locate', { ref }).catch(() => undefined);
  // The same row may stand in several lanes: the one that was clicked counts.
  if (located) store.select({ ...located, lane }, 'timeline');
}
