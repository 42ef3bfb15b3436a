/** What the pointer is over, in words: the item under it is named at once, and described as soon as the analysis has answered. */
import { formatDuration } from '../analyzer/trace/time.ts';
import type { Located } from '../analyzer/view/protocol.ts';
import { text } from './elements.ts';
import type { Lanes } from './lanes.ts';
import type { Picked } from './pick.ts';
import type { Screen } from './screen.ts';
import { timeText } from './timeText.ts';
import { t } from './words.ts';

const GAP = 14;

const same = (a: Picked | undefined, b: Picked | undefined): boolean =>
  a?.ref.table === b?.ref.table && a?.ref.row === b?.ref.row && a?.lane === b?.lane && a?.start === b?.start;

export class Hover {
  readonly #screen: Screen;
  readonly #lanes: Lanes;
  readonly #tip: HTMLElement;
  #picked: Picked | undefined;
  #asking = false;
  /** Where the pointer is. */
  #at = { x: 0, y: 0 };

  constructor(element: HTMLElement, screen: Screen, lanes: Lanes) {
    this.#screen = screen;
    this.#lanes = lanes;
    this.#tip = document.createElement('div');
    this.#tip.className = 'tip';
    this.#tip.hidden = true;
    // What it says is also said of the selection, in the status line.
    this.#tip.setAttribute('aria-hidden', 'true');
    element.append(this.#tip);
  }

  /** `x`, `y`: of the canvas. */
  move(x: number, y: number): void {
    const { store } = this.#screen;
    this.#at = { x, y };
    const row = this.#lanes.rowAt(y);
    const picked = this.#lanes.pickAt(x, y);
    const changed = !same(picked, this.#picked);
    this.#picked = picked;
    const located = changed ? undefined : store.get('hover')?.located;
    store.set({ hover: { time: this.#lanes.scale.toTime(x), ...(row ? { lane: row.lane.id } : {}), ...(located ? { located } : {}) } });
    this.#lanes.canvas.style.cursor = picked ? 'pointer' : 'default';
    if (!picked) this.#tip.hidden = true;
    else {
      if (changed) this.#show(picked, []);
      else this.#place();
      if (changed && !this.#asking) void this.#ask();
    }
  }

  leave(): void {
    this.#picked = undefined;
    this.#tip.hidden = true;
    this.#screen.store.set({ hover: undefined });
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    let asked: Picked | undefined;
    // The pointer may have gone on meanwhile.
    while (this.#picked && !same(asked, this.#picked)) {
      asked = this.#picked;
      const { lane, ref, start } = asked;
      try {
        const [lines, located] = await Promise.all([
          this.#screen.analysis.request('describe', { lane, ref, time: start }),
          this.#screen.analysis.request('locate', { ref }),
        ]);
        if (same(asked, this.#picked)) this.#described(asked, lines, located);
      } catch {
        // The analysis has gone: what is on the screen stays readable.
        break;
      }
    }
    this.#asking = false;
  }

  #described(picked: Picked, lines: readonly string[], located: Located | undefined): void {
    const { store } = this.#screen;
    this.#show(picked, lines);
    const hover = store.get('hover');
    if (hover && located) store.set({ hover: { ...hover, located: { ...located, lane: picked.lane } } });
  }

  #show({ name, start, end, count }: Picked, lines: readonly string[]): void {
    const duration = end > start ? ` · ${formatDuration(end - start)}` : '';
    const many = count > 1 ? ` · ${t('{0} in this place, zoom in to part them', count)}` : '';
    const [title, ...rest] = lines;
    this.#tip.replaceChildren(
      text('tip-title', title ?? name, 'div'),
      ...rest.map((line) => text('tip-line', line, 'div')),
      text('tip-time', `${timeText(start, this.#lanes.base, 6)}${duration}${many}`, 'div'),
    );
    this.#tip.hidden = false;
    this.#place();
  }

  /** Beside the pointer, where there is room: of its present size. */
  #place(): void {
    const { x, y } = this.#at;
    const canvas = this.#lanes.canvas.getBoundingClientRect();
    const [width, height] = [this.#tip.offsetWidth, this.#tip.offsetHeight];
    const left = canvas.left + x + GAP + width > canvas.right ? canvas.left + x - GAP - width : canvas.left + x + GAP;
    const top = canvas.top + y + GAP + height > canvas.bottom ? canvas.top + y - GAP - height : canvas.top + y + GAP;
    this.#tip.style.transform = `translate(${Math.round(Math.max(4, left))}px, ${Math.round(Math.max(4, top))}px)`;
  }
}
