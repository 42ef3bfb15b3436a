/** `stallscope report`: one HTML file with the timeline, the verdicts and the recordings, for a browser or a ticket. */
import { fileURLToPath } from 'node:url';
import { findInputs } from './inputs.ts';
import { writeOutput } from './output.ts';
import { Refusal } from './refusal.ts';
import { reportPage, TooLarge, type ReportPage } from './reportHtml.ts';
import { runAnalysis } from './run.ts';

export interface ReportOptions {
  readonly out: string;
}

/** Resolves to the exit code. */
export async function report(files: readonly string[], { out }: ReportOptions): Promise<number> {
  // Says what cannot be used, and refuses recordings without SCTP, before anything is written.
  await runAnalysis(files);
  const { inputs } = await findInputs(files);
  let page: ReportPage;
  try {
    page = await reportPage(inputs, fileURLToPath(new URL('.', import.meta.url)));
  } catch (error) {
    if (error instanceof TooLarge) throw new Refusal(error.message);
    throw error;
  }
  await writeOutput(out, [page.html]);
  process.stderr.write(`${out}: open it in a browser. It contains the recordings (${(page.bytes / 1e6).toFixed(1)} MB): mind to whom you give it.\n`);
  return 0;
}
