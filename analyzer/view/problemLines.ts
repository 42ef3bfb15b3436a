/** A report as lines in the way of compilers, "FILE:LINE: error: TEXT": for problem matchers of editors and for grep. */
import { causeNames } from './phrases.ts';
import type { Evidence, Report, StallReport } from './report.ts';

type Severity = 'error' | 'warning' | 'info';

const fatal: ReadonlySet<string> = new Set(['association-closed-by-app', 'association-lost', 'message-dropped']);

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** A frame has no line: the capture's first stands for it, and the frame is named. */
function line({ file, line, frame }: Pick<Evidence, 'file' | 'line' | 'frame'>, severity: Severity, text: string): string {
  const where = frame === undefined ? '' : ` (frame ${frame})`;
  return `${file}:${line ?? 1}: ${severity}: ${oneLine(text)}${where}`;
}

function stallLine(report: Report, stall: StallReport): string {
  const place = stall.evidence.find(({ part }) => part === 'refusal') ?? stall.evidence[0] ?? { file: report.inputs[0]?.path ?? '' };
  const [title = 'send() refused'] = stall.summary;
  const why = [causeNames[stall.cause], stall.evidence.find(({ part }) => part === 'cause')?.clause].filter(Boolean).join(': ');
  return line(place, fatal.has(stall.consequence) ? 'error' : 'warning', `${title} · ${why}`);
}

export function problemLines(report: Report): readonly string[] {
  return [
    ...report.stalls.map((stall) => stallLine(report, stall)),
    ...report.findings.flatMap(({ severity, title, evidence }) => (evidence[0] ? [line(evidence[0], severity, title)] : [])),
  ];
}
