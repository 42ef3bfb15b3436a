/** What every part of the screen is given: `(element, screen)` fills its element, draws from the store and asks the two sides. */
import type { AnalysisClient, EditorClient } from './host.ts';
import type { Store } from './store.ts';

export interface Screen {
  readonly store: Store;
  readonly analysis: AnalysisClient;
  readonly editor: EditorClient;
}
