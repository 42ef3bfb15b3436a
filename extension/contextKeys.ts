/** What the `when` clauses of the manifest ask: is there a trace, is it being read, is it live, has it stalls. */
import * as vscode from 'vscode';
import type { Traces } from './traces.ts';

export function followContextKeys(traces: Traces): vscode.Disposable {
  const said = new Map<string, boolean>();
  const set = (key: string, value: boolean): void => {
    if (said.get(key) === value) return;
    said.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  };
  const update = (): void => {
    const { active } = traces;
    set('stallscope.hasTrace', active !== undefined);
    set('stallscope.isReading', active?.isReading === true);
    set('stallscope.isLive', active?.figures !== undefined && active.overview?.state === 'reading');
    set('stallscope.wasLive', active?.figures !== undefined);
    set('stallscope.hasStalls', (active?.overview?.stalls.length ?? 0) > 0);
  };
  update();
  return traces.onDidChange(update);
}
