/** Live capture on a real SCTP kernel: client and server in a guest's network namespaces, things go wrong between them, and the session must say what. */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../needs.ts';
import { resultOf, runScenarios } from './results.ts';

const wanted = needs('vm');
const HANGS_MS = 1_000_000;

describe('in a guest with an SCTP kernel', wanted, () => {
  let results = '';
  beforeAll(async () => {
    results = await runScenarios();
  }, HANGS_MS);
  afterAll(() => {
    if (results !== '') rmSync(results, { recursive: true });
  });

  test('a peer that stops reading: packets alone show the window close, and the recording says the same', async () => {
    const { client, live, report } = await resultOf(results, 'reader-stops');
    expect(client.refused).toBeGreaterThan(0);
    const [finding] = report.findings;
    expect(finding!.title).toMatch(/^10\.0\.0\.2:3868 left no room in its window for \d/);
    expect(live.replaceAll(/\s+/g, ' ')).toContain(finding!.title);
  });
});
