/** Names by PPID and of the messages of other upper layers. */
import { expect, test } from 'vitest';
import { upperLayerMessageName } from '../../analyzer/dissect/upperLayerMessages.ts';
import { isKnownPpid, ppidName, ppidOf, upperLayerOf } from '../../analyzer/dissect/upperLayers.ts';

test('PPIDs in both byte orders', () => {
  expect([3, 46, 60, 64, 73].map(ppidName)).toEqual(['M3UA', 'Diameter', 'NGAP', 'E1AP', 'W1AP']);
  expect(ppidName(0x2e000000)).toBe('Diameter');
  expect(ppidOf(0x2e000000)).toBe(46);
  expect(ppidName(4711)).toBe('PPID 4711');
  expect([0, 26, 74].map(isKnownPpid)).toEqual([false, false, false]);
});

test('the upper layer of an association is what most of its chunks carry', () => {
  expect(upperLayerOf(new Map([[18, 3], [60, 40]]), 0)).toBe('NGAP');
  expect(upperLayerOf(new Map([[0, 40]]), 12)).toBe('Diameter');
  expect(upperLayerOf(new Map([[0, 40]]), 0)).toBe('unknown');
  expect(upperLayerOf(new Map(), 0)).toBe('unknown');
});

test('messages of other upper layers', () => {
  expect(upperLayerMessageName(3, 0x01000101, 20)).toBe('M3UA DATA');
  expect(upperLayerMessageName(3, 0x01000301, 8)).toBe('M3UA ASPUP');
  expect(upperLayerMessageName(3, 0x01000403, 8)).toBe('M3UA ASPAC ACK');
  expect(upperLayerMessageName(3, 0x0100ff01, 8)).toBe('M3UA class 255 type 1');
  expect(upperLayerMessageName(5, 0x01000b02, 20)).toBe('M2PA link status');
  expect(upperLayerMessageName(4, 0x01000701, 20)).toBe('SUA CLDT');
  expect(upperLayerMessageName(18, 0x000c4044, 20)).toBe('S1AP initialUEMessage');
  expect(upperLayerMessageName(18, 0x20090023, 20)).toBe('S1AP InitialContextSetup successful outcome');
  expect(upperLayerMessageName(60, 0x00150033, 20)).toBe('NGAP NGSetup');
  expect(upperLayerMessageName(27, 0x40060001, 20)).toBe('X2AP x2Setup unsuccessful outcome');
  expect(upperLayerMessageName(18, 0, 3)).toBe('S1AP');
  expect(upperLayerMessageName(7, 0x01020304, 20)).toBe('H.248');
  expect(upperLayerMessageName(0, 0x01020304, 20)).toBe('message');
});
