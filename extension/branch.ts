/** A line of a tree view, free of VS Code: what the views show can be tested as text. */
import type { Card } from '../analyzer/view/protocol.ts';
import type { Target } from './navigator.ts';

export interface Branch {
  readonly label: string;
  readonly description?: string;
  /** Shown on hover; the label when absent. */
  readonly tooltip?: string;
  /** Name of a codicon. */
  readonly icon?: string;
  readonly tone?: Card['tone'];
  /** Where a click leads. */
  readonly target?: Target;
  /** Of a file: for its menu. */
  readonly file?: string;
  readonly children?: readonly Branch[] | (() => Promise<readonly Branch[]>);
  readonly isOpen?: boolean;
}
