/** `stallscope explain`: inputs in, verdict out, as text, Markdown, JSON or lines for a problem matcher. */
import { renderMarkdown } from '../analyzer/view/markdown.ts';
import { problemLines } from '../analyzer/view/problemLines.ts';
import type { Report } from '../analyzer/view/report.ts';
import { renderText } from '../analyzer/view/text.ts';
import { writeOutput } from './output.ts';
import { plain, terminalPalette } from './palette.ts';
import { runAnalysis } from './run.ts';

export const formatNames = ['text', 'markdown', 'json', 'problems'] as const;
export const failOnLevels = ['stall', 'fatal'] as const;

export interface ExplainOptions {
  readonly format: (typeof formatNames)[number];
  readonly out?: string;
  readonly failOn?: (typeof failOnLevels)[number];
}

/** Where there is no terminal. */
const PIPED_WIDTH = 100;
const FAILED = 1;

const fatal: ReadonlySet<string> = new Set(['association-closed-by-app', 'association-lost']);

function render(report: Report, { format, out }: ExplainOptions): string {
  if (format === 'json') return `${JSON.stringify(report, undefined, 2)}\n`;
  if (format === 'problems') return problemLines(report).map((line) => `${line}\n`).join('');
  if (format === 'markdown') return renderMarkdown(report);
  const terminal = out === undefined && process.stdout.isTTY;
  return renderText(report, { width: terminal ? process.stdout.columns : PIPED_WIDTH, palette: terminal ? terminalPalette() : plain });
}

function fails({ stalls }: Report, level: ExplainOptions['failOn']): boolean {
  if (level === undefined) return false;
  return level === 'stall' ? stalls.length > 0 : stalls.some((stall) => fatal.has(stall.consequence));
}

/** Resolves to the exit code. */
export async function explain(files: readonly string[], options: ExplainOptions): Promise<number> {
  const { report } = await runAnalysis(files);
  await writeOutput(options.out, [render(report, options)]);
  return fails(report, options.failOn) ? FAILED : 0;
}
