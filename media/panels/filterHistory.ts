/** The filters that were used last, the latest first. They live in the store, and so as long as the view does. */
import type { Store } from '../store.ts';

const MOST = 20;

export class FilterHistory {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  texts(): readonly string[] {
    return this.#store.get('filterHistory');
  }

  add(text: string): void {
    if (text === '') return;
    this.#store.set({ filterHistory: [text, ...this.texts().filter((other) => other !== text)].slice(0, MOST) }, 'panel');
  }
}
