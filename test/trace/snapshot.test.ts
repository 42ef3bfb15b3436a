/** A conclusion looks at what there was when it began, while packets go on being read. */
import { expect, test } from 'vitest';
import { Engine } from '../../analyzer/analyze.ts';
import { Correlation } from '../../analyzer/correlate/correlation.ts';
import { diagnose } from '../../analyzer/diagnose/diagnosis.ts';
import { VERSION } from '../../analyzer/analyze.ts';
import { buildReport } from '../../analyzer/view/buildReport.ts';
import { Scenario } from '../make/scenario.ts';

const none = { lines: new Map(), states: new Map(), sessionIds: new Map() };

test('what is read later is not in it', () => {
  const story = new Scenario();
  const peer = story.socket(0).peer().handshake(5);
  for (let i = 0; i < 400; i++) peer.transaction(20 + i * 20);
  const bytes = story.capture() as Uint8Array;
  const half = Math.floor(bytes.length / 2);
  const first = new Engine();
  const reader = first.open('capture.pcap');
  reader.push(bytes.subarray(0, half));
  const reportOf = (trace: typeof first.trace): unknown => buildReport(diagnose(new Correlation(trace)), none, VERSION);
  const snapshot = first.trace.snapshot();
  const then = reportOf(snapshot);
  reader.push(bytes.subarray(half));
  reader.end();
  first.end();
  expect(reportOf(snapshot)).toEqual(then);
  expect(reportOf(first.trace)).not.toEqual(then);
});
