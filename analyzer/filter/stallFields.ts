/** Fields of stalls. Calls of the socket and packets of the association that lie in a stall have them too. */
import { causes, consequences } from '../view/report.ts';
import { enumerationOf } from './enumerations.ts';
import type { Field } from './field.ts';

const confidences = ['low', 'medium', 'high'] as const;

export const stallFields: readonly Field[] = [
  {
    name: 'stall', type: 'boolean', doc: 'A stall, and what happened on its socket and its association while it lasted.', isDerived: true, at: { stalls: () => () => 1 },
  },
  {
    name: 'stall.id', type: 'number', doc: 'The number of a stall in the report, from 1.', at: { stalls: () => (row) => row + 1 },
    suggest: ({ stalls }) => stalls.map((_, row) => String(row + 1)),
  },
  {
    name: 'stall.cause', type: 'enum', doc: 'What was binding.', isDerived: true, values: enumerationOf(causes),
    at: { stalls: ({ stalls }) => (row) => causes.indexOf(stalls[row]!.verdict.cause) },
  },
  {
    name: 'stall.confidence', type: 'enum', doc: 'How sure the cause is.', isDerived: true, values: { ...enumerationOf(confidences), isOrdered: true },
    at: { stalls: ({ stalls }) => (row) => confidences.indexOf(stalls[row]!.verdict.confidence) },
  },
  {
    name: 'stall.consequence', type: 'enum', doc: 'What the application did about it.', isDerived: true, values: enumerationOf(consequences),
    at: { stalls: ({ stalls }) => (row) => consequences.indexOf(stalls[row]!.aftermath.consequence) },
  },
  {
    name: 'stall.refused', type: 'number', doc: 'How many sends were refused with EAGAIN.',
    at: { stalls: ({ stalls }) => (row) => stalls[row]!.situation.stall.eagainCount },
  },
];
