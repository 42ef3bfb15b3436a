/** The views of the activity bar, and what stands above their trees. */
import * as vscode from 'vscode';
import { emptyWords, noStallWords } from '../emptyWords.ts';
import { plainWords } from '../plainWords.ts';
import type { OpenTrace } from '../trace.ts';
import type { Traces } from '../traces.ts';
import { associationBranches } from './associations.ts';
import { inputBranches } from './inputs.ts';
import { stallBranches } from './stalls.ts';
import { TraceView } from './traceView.ts';

/** Above the stalls where there is no tree to show. */
function stallMessage(trace: OpenTrace | undefined): string | undefined {
  if (!trace) return undefined;
  if (trace.failure !== undefined) return trace.failure;
  if (!trace.overview) return vscode.l10n.t('Reading…');
  if (trace.overview.stalls.length > 0) return undefined;
  const empty = emptyWords(trace.overview);
  if (empty) return empty.whole;
  return trace.isReading ? vscode.l10n.t('No stall so far.') : noStallWords(trace.overview).whole;
}

export function createViews(traces: Traces): vscode.Disposable {
  return vscode.Disposable.from(
    new TraceView('stallscope.stalls', traces, stallBranches, (view, trace) => {
      const stalls = trace?.overview?.stalls.length ?? 0;
      view.message = plainWords(stallMessage(trace) ?? '');
      view.badge = stalls === 0 ? undefined : { value: stalls, tooltip: stalls === 1 ? vscode.l10n.t('1 stall') : vscode.l10n.t('{0} stalls', stalls) };
    }),
    new TraceView('stallscope.associations', traces, associationBranches),
    new TraceView('stallscope.inputs', traces, inputBranches),
  );
}
