/** The settings of the text side, read when they are needed. */
import * as vscode from 'vscode';

const get = <T>(name: string, otherwise: T): T => vscode.workspace.getConfiguration('stallscope.log').get<T>(name) ?? otherwise;

export const textSettings = {
  /** Lenses over refused sends. */
  get refusedSends(): boolean {
    return get('refusedSends', true);
  },

  /** Inlay hints: time since the previous call on the descriptor. */
  get timeSincePrevious(): boolean {
    return get('timeSincePrevious', true);
  },

  /** Verdicts in Problems. */
  get problems(): boolean {
    return get('problems', true);
  },

  /** An open timeline selects the call under the cursor. */
  get followCursor(): boolean {
    return get('followCursor', true);
  },
};
