/** Patterns of `matches`, networks of addresses, names that were perhaps meant. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWithin, parseAddress } from '../../analyzer/filter/addressText.ts';
import { matchesGlob } from '../../analyzer/filter/glob.ts';
import { nearest } from '../../analyzer/filter/nearest.ts';

describe('patterns', () => {
  test('are what the like regular expression is', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'B', '.'), maxLength: 12 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 });
    fc.assert(fc.property(letters, pattern, (text, glob) => {
      const source = glob.replaceAll('.', String.raw`\.`).replaceAll('*', '.*').replaceAll('?', '.');
      expect(matchesGlob(text, glob)).toBe(new RegExp(`^${source}$`, 'i').test(text));
    }), { numRuns: 5000 });
  });

  test('with many stars come to an end on a long text', () => {
    const text = 'a'.repeat(1000);
    expect(matchesGlob(text, `${'*a'.repeat(300)}*b`)).toBe(false);
    expect(matchesGlob(text, `${'*a'.repeat(300)}*`)).toBe(true);
  });
});

describe('addresses', () => {
  test.each([
    ['10.0.0.2', '10.0.0.2', true], ['10.0.0.2', '10.0.0.3', false], ['10.0.0.2', '10.0.0.0/30', true], ['10.0.0.4', '10.0.0.0/30', false], ['10.0.0.2', '0.0.0.0/0', true],
    ['10.0.1.9', '10.0.0.0/23', true], ['10.0.2.9', '10.0.0.0/23', false], ['fd00::1', 'FD00:0:0::0001', true], ['fd00::1', 'fd00::/8', true], ['fe80::1', 'fd00::/8', false],
    ['::', '::/128', true], ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8', true], ['10.0.0.2', '::/0', false],
  ])('%s in %s: %s', (address, network, expected) => {
    expect(isWithin(parseAddress(address)!, parseAddress(network)!)).toBe(expected);
  });

  test.each(['', '10', '10.0.0', '10.0.0.256', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '1::2::3', '1:2:3', 'fd00::/129', 'g::', '12345::', ':', 'localhost'])('%s is none', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});

test.each([
  ['latncy', ['latency']], ['LATENYC', ['latency']], ['rwnd', ['sctp.sack.aRwnd']], ['window', ['peer-receive-window']], ['xyz', []], ['a'.repeat(100), []],
])('%s was meant for %s', (word, meant) => {
  expect(nearest(word, ['latency', 'sctp.sack.aRwnd', 'fd', 'peer-receive-window', 'line'])).toEqual(meant);
});
