/**
 * A long list of rows of one height, of which only those in view exist. Browsers end a scrolled height near 30 million pixels, so a longer
 * list is scrolled in proportion and moved by the wheel row by row.
 */
import { element } from './element.ts';

const MOST_HEIGHT = 8_000_000;
/** Rows drawn beyond the edges, so that a scroll shows no gap before the next frame. */
const BEYOND = 8;

export interface VirtualRowsOptions {
  readonly scroller: HTMLElement;
  /** Where rows are put: inside `scroller`. */
  readonly content: HTMLElement;
  readonly rowHeight: number;
  /** Of what holds the rows; "rowgroup" where there is none given. */
  readonly role?: string;
  /** Of what stands above the rows in the scroller and stays there. */
  readonly headHeight?: number;
  readonly draw: (row: number) => HTMLElement;
  /** After each drawing: rows [first, last) are in view. */
  readonly drawn?: (first: number, last: number) => void;
}

export class VirtualRows {
  readonly #options: VirtualRowsOptions;
  readonly #layer = element('div', { class: 'layer' });
  readonly #observer: ResizeObserver;
  #total = 0;
  /** First row in view, with a fraction. */
  #top = 0;
  #isDue = false;
  #written = -1;

  constructor(options: VirtualRowsOptions) {
    this.#options = options;
    this.#layer.setAttribute('role', options.role ?? 'rowgroup');
    options.content.append(this.#layer);
    options.scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    options.scroller.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    this.#observer = new ResizeObserver(() => this.refresh());
    this.#observer.observe(options.scroller);
  }

  get total(): number {
    return this.#total;
  }

  /** Whole rows that fit. */
  get page(): number {
    return Math.max(1, Math.floor(this.#viewHeight() / this.#options.rowHeight));
  }

  get top(): number {
    return this.#top;
  }

  /** `top`: the row that shall stand first. */
  setTotal(total: number, top = this.#top): void {
    this.#total = total;
    this.#options.content.style.height = `${this.#height()}px`;
    this.scrollTo(top);
    this.refresh();
  }

  scrollTo(top: number): void {
    this.#top = Math.max(0, Math.min(top, this.#total - this.#viewHeight() / this.#options.rowHeight));
    const range = this.#height() - this.#viewHeight();
    const rows = this.#total - this.#viewHeight() / this.#options.rowHeight;
    this.#written = this.#isScaled() ? Math.round((this.#top / rows) * range) : this.#top * this.#options.rowHeight;
    this.#options.scroller.scrollTop = this.#written;
    this.refresh();
  }

  /** Scrolls no further than needed. */
  reveal(row: number): void {
    if (row < this.#top) this.scrollTo(row);
    else if (row + 1 > this.#top + this.#viewHeight() / this.#options.rowHeight) this.scrollTo(row + 1 - this.#viewHeight() / this.#options.rowHeight);
  }

  revealCentred(row: number): void {
    if (row >= this.#top && row + 1 <= this.#top + this.#viewHeight() / this.#options.rowHeight) return;
    this.scrollTo(row - this.page / 2);
  }

  /** Draws again in the next frame. */
  refresh(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.#draw();
    });
  }

  #viewHeight(): number {
    return Math.max(0, this.#options.scroller.clientHeight - (this.#options.headHeight ?? 0));
  }

  #height(): number {
    return Math.min(this.#total * this.#options.rowHeight, MOST_HEIGHT);
  }

  #isScaled(): boolean {
    return this.#total * this.#options.rowHeight > MOST_HEIGHT;
  }

  #scrolled(): void {
    const { scrollTop } = this.#options.scroller;
    if (Math.abs(scrollTop - this.#written) < 1) return;
    this.#written = -1;
    const rows = this.#total - this.#viewHeight() / this.#options.rowHeight;
    this.#top = this.#isScaled() ? (scrollTop / (this.#height() - this.#viewHeight())) * rows : scrollTop / this.#options.rowHeight;
    this.refresh();
  }

  #wheel(event: WheelEvent): void {
    if (!this.#isScaled() || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const rows = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY / this.#options.rowHeight : event.deltaY;
    this.scrollTo(this.#top + rows);
  }

  #draw(): void {
    const view = this.#viewHeight() / this.#options.rowHeight;
    if (view === 0) return;
    const first = Math.max(0, Math.floor(this.#top) - BEYOND);
    const last = Math.min(this.#total, Math.ceil(this.#top + view) + BEYOND);
    const rows: HTMLElement[] = [];
    for (let row = first; row < last; row++) rows.push(this.#options.draw(row));
    const offset = this.#isScaled() ? this.#options.scroller.scrollTop - (this.#top - first) * this.#options.rowHeight : first * this.#options.rowHeight;
    this.#layer.style.transform = `translateY(${offset}px)`;
    this.#layer.replaceChildren(...rows);
    this.#options.drawn?.(Math.floor(this.#top), Math.min(this.#total, Math.ceil(this.#top + view)));
  }
}
