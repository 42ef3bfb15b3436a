import { expect, test } from 'vitest';
import { causes, consequences, type Report } from '../../analyzer/view/report.ts';
import { contractErrors, schema } from '../reportSchema.ts';
import { closedStall, healthyReport, sampleReport } from './sampleReport.ts';

test('the schema names the causes and consequences of the contract', () => {
  expect(schema.$defs.cause.enum).toEqual(causes);
  expect(schema.$defs.consequence.enum).toEqual(consequences);
});

test('reports keep the contract', () => {
  expect(contractErrors(sampleReport)).toBeUndefined();
  expect(contractErrors({ ...healthyReport, clock: null, clocks: [] } satisfies Report)).toBeUndefined();
});

const [evidence] = closedStall.evidence;
const withStall = (change: object): object => ({ ...sampleReport, stalls: [{ ...closedStall, ...change }] });

test.each<[string, object]>([
  ['another version', { ...sampleReport, schema: 'stallscope/2' }],
  ['a missing member', { ...sampleReport, links: undefined }],
  ['an unknown member', { ...sampleReport, verdict: 'fine' }],
  ['an unknown cause', withStall({ cause: 'moon-phase' })],
  ['an unknown consequence', withStall({ consequence: 'none' })],
  ['a time that is a number', withStall({ start: 1_795_405_612 })],
  ['a time with a fraction', withStall({ end: '1795405612.8' })],
  ['a stall without evidence', withStall({ evidence: [] })],
  ['evidence without a place', withStall({ evidence: [{ ...evidence, line: undefined }] })],
  ['evidence in two places', withStall({ evidence: [{ ...evidence, frame: 3 }] })],
  ['a count that is no count', withStall({ eagainCount: -1 })],
  ['limits that do not say what is derived', withStall({ limits: { aRwnd: 0 } })],
  ['a NaN', withStall({ cost: { ...closedStall.cost, durationNs: NaN } })],
  ['an id without its width', withStall({ cost: { ...closedStall.cost, lostMessages: [{ ...closedStall.cost.lostMessages[0], hopByHopId: '0x2f' }] } })],
])('%s breaks the contract', (_, report) => {
  expect(contractErrors(report)).toBeDefined();
});
