/** What is offered at the caret (written | here), on a recording. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { completeFilter } from '../../analyzer/filter/complete.ts';
import { fields } from '../../analyzer/filter/fields.ts';
import { parseFilter } from '../../analyzer/filter/parse.ts';
import { eventsOf } from './recording.ts';

const SHOWN = 8;

const carets = [
  '|', 'lat|', 'lat|ency > 3s', 'arw|', 'hop|', 'in|', 'zzz|', 'latency |', 'latency > |', 'latency > 2|', 'latency > 2 |', 'latency > 2ms |', 'size < 6|', 'diameter.cmd |', 'diameter.cmd == |', 'diameter.cmd == C|',
  'diameter.cmd == dw|', 'diameter.cmd == credit|', 'diameter.resultCode == |', 'errno == |', 'errno == EIN|', 'errno == EC|', 'syscall == |', 'syscall == rec|', 'association == |', 'fd == |', 'fd in |', 'fd in {|', 'fd in {17|', 'fd in {17 |',
  'fd in {17, |', 'diameter.cmd in {CCR, |', 'refused |', '(refused |', '(refused) |', 'refused && |', 'refused && !|', 'refused && fd|', 'ip.addr == |', 'sctp.port == 3|', 'file == |', 'file == "cap|', 'time > |', 'sctp.chunk == sh|', 'sctp.chunk == |',
  'sctp.ppid == D|', 'stall.cause == |', 'stall.confidence >= |', 'pid == |', 'nonsense == |', 'refused == |', 'fd == 1 || lat| || stall',
];

test('what is offered', async () => {
  const events = await eventsOf('erlang-slow-peer');
  const text = carets.map((marked) => {
    const caret = marked.indexOf('|', marked.includes('|| ') && marked.includes('lat|') ? marked.indexOf('lat') : 0);
    const { from, to, items } = completeFilter(marked.slice(0, caret) + marked.slice(caret + 1), caret, events);
    const shown = items.slice(0, SHOWN).map(({ insert }) => insert).join('  ');
    return `${marked}\n  [${from},${to}) ${items.length}: ${shown}${items.length > SHOWN ? '  …' : ''}\n`;
  });
  await expect(text.join('')).toMatchFileSnapshot('golden/completion.txt');
});

test('what is offered is understood', async () => {
  const events = await eventsOf('erlang-slow-peer');
  for (const { name } of fields) {
    for (const { insert } of completeFilter(`${name} `, name.length + 1, events).items.filter(({ kind }) => kind === 'comparison')) {
      const begun = `${name} ${insert} `;
      for (const value of completeFilter(begun, begun.length, events).items) {
        const whole = `${begun}${value.insert}${insert === 'in {' ? '}' : ''}`;
        expect(parseFilter(whole), whole).toHaveProperty('ok');
      }
    }
  }
});

test('without a recording there are names, and nothing of a recording', () => {
  expect(completeFilter('association == ', 15).items).toEqual([]);
  expect(completeFilter('diameter.cmd == DW', 18).items.map(({ insert }) => insert)).toEqual(['DWR', 'DWA']);
});

test('any text and caret', async () => {
  const events = await eventsOf('erlang-slow-peer');
  const piece = fc.constantFrom(...fields.map(({ name }) => name), '==', 'in', '{', '}', '(', ')', '&&', '!', ' ', '"', '1', '200', 'ms', '..', ',', '#');
  fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), fc.nat(), (pieces, place) => {
    const text = pieces.join('');
    const caret = place % (text.length + 1);
    const { from, to } = completeFilter(text, caret, events);
    expect(from).toBeLessThanOrEqual(caret);
    expect(to).toBeGreaterThanOrEqual(caret);
    expect(to).toBeLessThanOrEqual(text.length);
  }), { numRuns: 500 });
});
