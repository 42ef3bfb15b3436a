/** The language: what it means, what is said about mistakes, and that no text breaks or slows the parser. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFilter } from '../../analyzer/filter/parse.ts';
import type { Expression, Value } from '../../analyzer/filter/expression.ts';
import { fields } from '../../analyzer/filter/fields.ts';
import { filterTables } from '../../analyzer/filter/field.ts';

const valueText = (value: Value): string => {
  switch (value.kind) {
    case 'number':
      return value.low === value.high ? String(value.low) : `${value.low}..${value.high}`;
    case 'numbers':
      return value.numbers.join('|');
    case 'text':
      return JSON.stringify(value.text);
    case 'address':
      return value.address.text;
    case 'time':
      return [value.low, value.high].map(({ isAbsolute, seconds, nanoseconds }) => `${isAbsolute ? '@' : ''}${seconds}+${nanoseconds}`).join('..');
  }
};

/** The tree as a text with all its parentheses. */
function tree(expression: Expression): string {
  switch (expression.kind) {
    case 'not':
      return `!${tree(expression.part)}`;
    case 'has':
      return expression.field.name;
    case 'compare':
      return `${expression.field.name}${expression.comparison}${expression.values.map(valueText).join(',')}`;
    default:
      return `(${expression.parts.map(tree).join(expression.kind === 'and' ? ' && ' : ' || ')})`;
  }
}

function meaning(text: string): string {
  const parsed = parseFilter(text);
  return 'ok' in parsed ? tree(parsed.ok.expression) : `${parsed.problem} <${text.slice(parsed.start, parsed.end)}>`;
}

test.each([
  ['fd == 1 || fd == 2 && refused', '(fd==1 || (fd==2 && refused))'],
  ['(fd == 1 || fd == 2) && refused', '((fd==1 || fd==2) && refused)'],
  ['!fd == 1 && refused', '(!fd==1 && refused)'],
  ['not not refused', '!!refused'],
  ['fd==1&&!refused||stall', '((fd==1 && !refused) || stall)'],
  ['fd = 1', 'fd==1'],
  ['fd ne 1 AND line GE 7', '(fd!=1 && line>=7)'],
  ['frame in {460..471}', 'frame==460..471'],
  ['frame in {1 2,3 .. 5}', 'frame==1,2,3..5'],
  ['frame == 0x1F', 'frame==31'],
  ['fd == -1', 'fd==-1'],
  ['latency > 1.5s', 'latency>1500000000'],
  ['latency in {1us..3 ms, 1min}', 'latency==1000..3000000,60000000000'],
  ['latency > 0', 'latency>0'],
  ['latency > 3µs', 'latency>3000'],
  ['size >= 2kB && size < 64 KiB && size != 1e3', '(size>=2000 && size<65536 && size!=1000)'],
  ['sctp.chunk in {INIT_ACK, init-ack, "INIT ACK", 2}', 'sctp.chunk==2,2,2,2'],
  ['diameter.cmd == CCR', 'diameter.cmd==545'],
  ['diameter.cmd == 272', 'diameter.cmd==544|545'],
  ['diameter.cmd == UAR', 'diameter.cmd==567|601'],
  ['diameter.cmd matches "cc?"', 'diameter.cmdmatches545|544'],
  ['diameter.cmd.code == credit-control-request', 'diameter.cmd==545'],
  ['diameter.resultCode in {5001, AVP_UNSUPPORTED, ERROR_ROAMING_NOT_ALLOWED, 3001..3009}', 'diameter.resultCode==5001|5001.5,5001,5035|5004.5,3001..3009.5'],
  ['diameter.resultCode >= TOO_BUSY', 'diameter.resultCode>=3004'],
  ['diameter.applicationId in {S6a, Gx, 4}', 'diameter.applicationId==16777251,16777238,4'],
  ['sctp.ppid in {Diameter, Diameter/DTLS}', 'sctp.ppid==46|771751936,47|788529152'],
  ['errno == EWOULDBLOCK || errno == 11', '(errno==11 || errno==11)'],
  ['ip.addr == 10.0.0.0/24 || ip.src == fd00::1', '(ip.addr==10.0.0.0/24 || ip.src==fd00::1)'],
  ['refused == false && dontWait == 1', '(refused==0 && dontWait==1)'],
  ['peer contains "a \\"b\\" c"', 'peercontains"a \\"b\\" c"'],
  ['peer ~ 10.0.*', 'peermatches"10.0.*"'],
  ['time > 03:46:50', 'time>13610+0..13610+999999999'],
  ['time == 03:46', 'time==13560+0..13619+999999999'],
  ['time == 03:46:50.25', 'time==13610+250000000..13610+259999999'],
  ['time >= 2026-11-23T03:46:50Z', 'time>=@1795405610+0..@1795405610+999999999'],
  ['time >= "2026-11-23 03:46:50.5"', 'time>=@1795405610+500000000..@1795405610+599999999'],
  ['time == 2026-11-23', 'time==@1795392000+0..@1795478399+999999999'],
  ['frame.time_epoch < 1795405610.5', 'time<@1795405610+500000000..@1795405610+599999999'],
  ['', '()'],
  ['  \n ', '()'],
])('%s', (text, expected) => {
  expect(meaning(text)).toBe(expected);
});

test('what is said about mistakes', async () => {
  const mistakes = [
    'latency > 200', 'latency > fast', 'latncy > 2s', 'aRwnd2 < 3', 'retransmission', 'hopbyhop == 3', 'zzz', 'latency', 'latency contains 3', 'latency >', 'latency > && fd', '> 3', '200ms < latency',
    'fd == 1 fd == 2', 'fd == 1 &&', 'fd == 1 & fd == 2', 'fd == 1 | fd', '(fd == 1', 'fd == 1)', '()', 'fd in', 'fd in 3', 'fd in {', 'fd in {}', 'fd in {1', 'fd in {1, }', 'fd in {1..}',
    'diameter.cmd > CCR', 'diameter.cmd == CCRR', 'diameter.cmd == Watchdog', 'diameter.cmd in {CCR..DWR}', 'errno == EAGIAN', 'errno == again', 'syscall == send_msg2', 'sctp.chunk == SAK', 'refused > 1', 'refused == maybe',
    'ip.addr == 10.0.0', 'ip.addr == 10.0.0.0/33', 'ip.addr == localhost', 'ip.addr < 10.0.0.1', 'time > yesterday', 'time > 25:00:00', 'time == 2026-13-45', 'size > 2 apples', 'peer == "open', '"latency" > 3', 'fd == 1 # comment',
    'not', '!', 'a.b.c == 1', 'fd === 1', 'fd == == 1', 'size > 2qB', 'frame == 0x', 'frame in {1-5}', 'stall.cause == window', '§',
  ];
  await expect(`${mistakes.map((text) => `${text}\n  ${meaning(text)}\n`).join('')}`).toMatchFileSnapshot('golden/mistakes.txt');
});

describe('no text breaks it', () => {
  const words = [...fields.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]), ...'== != < <= > >= contains matches in && || ! and or not ( ) { } , .. 1 200ms 0x1f EAGAIN CCR 10.0.0.1 03:46:50 " "x" # \\ true'.split(' ')];

  test('words of the language in any order', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...words), { maxLength: 40 }), fc.constantFrom('', ' '), (chosen, blank) => {
      holdsTogether(chosen.join(blank));
    }), { numRuns: 3000 });
  });

  test('any letters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), holdsTogether), { numRuns: 3000 });
  });

  function holdsTogether(text: string): void {
    const parsed = parseFilter(text);
    if ('ok' in parsed) return;
    expect(parsed.problem).not.toBe('');
    expect(parsed.start).toBeGreaterThanOrEqual(0);
    expect(parsed.end).toBeGreaterThanOrEqual(parsed.start);
    expect(parsed.end).toBeLessThanOrEqual(text.length);
  }

  test.each([
    ['deep parentheses', `${'('.repeat(4000)}fd${')'.repeat(4000)}`, /^at most 100 parentheses/],
    ['many negations', `${'!'.repeat(5000)}fd`, /^at most 100 parentheses/],
    ['a long filter', 'fd && '.repeat(3000), /^a filter has at most 10000 letters/],
    ['a long word', 'x'.repeat(9000), /^there is no field x/],
  ])('%s', (_, text, problem) => {
    expect(parseFilter(text)).toMatchObject({ problem: expect.stringMatching(problem) });
  });

  test('many terms side by side are no depth', () => {
    expect(parseFilter('fd||'.repeat(2400) + 'fd')).toHaveProperty('ok');
    expect(parseFilter(`frame in {${'1,'.repeat(4000)}1}`)).toHaveProperty('ok');
    expect(parseFilter(`${'(fd) && '.repeat(1000)}(fd)`)).toHaveProperty('ok');
  });
});

test('every field is told: a sentence, tables that have it, names of its own', () => {
  const names = new Set<string>();
  for (const field of fields) {
    expect(field.doc, field.name).toMatch(/^.{8,140}\.$/);
    const homes = Object.keys(field.at);
    expect(homes.length, field.name).toBeGreaterThan(0);
    expect(filterTables, field.name).toEqual(expect.arrayContaining(homes));
    expect(field.type === 'enum', field.name).toBe(field.values !== undefined);
    for (const name of [field.name, ...(field.aliases ?? [])]) {
      expect(names.has(name.toLowerCase()), name).toBe(false);
      names.add(name.toLowerCase());
      expect(parseFilter(name)).toHaveProperty('ok');
    }
  }
});
