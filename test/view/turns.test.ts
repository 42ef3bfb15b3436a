/** A session that lets others have their turns says what one says that does not, however many ask at once. */
import { expect, test } from 'vitest';
import { RunningAnalysis } from '../../analyzer/runningAnalysis.ts';
import type { Tile } from '../../analyzer/view/protocol.ts';
import type { Session } from '../../analyzer/view/session.ts';
import { goldenCases, inputsOf } from '../goldenCase.ts';

/** `tick`: how far each look at the clock moves it, ms. */
async function sessionOf(name: string, tick: number): Promise<{ session: Session; turns: () => number }> {
  let [clock, turns] = [0, 0];
  const analysis = new RunningAnalysis(inputsOf(goldenCases.find((one) => one.name === name)!), {
    onSession: () => {}, onProgress: () => {},
    now: () => (clock += tick),
    breathe: async () => {
      turns++;
    },
  });
  await analysis.read();
  return { session: await analysis.conclude('done'), turns: () => turns };
}

async function tilesOf({ handlers }: Session): Promise<readonly Tile[]> {
  const { lanes, start, end } = await handlers.overview({});
  return handlers.tiles({ lanes: lanes.map(({ id }) => id), start, end, pixels: 300 });
}

test.each(['005-loss', '017-multihomed-failover'])('%s', async (name) => {
  const [still, hurried] = [await sessionOf(name, 0), await sessionOf(name, 1000)];
  expect(hurried.session.conclusion.report).toEqual(still.session.conclusion.report);
  const before = hurried.turns();
  const asked = [tilesOf(hurried.session), tilesOf(hurried.session)];
  const expected = await tilesOf(still.session);
  expect(await asked[0]).toEqual(expected);
  expect(await asked[1]).toEqual(expected);
  expect(hurried.turns()).toBeGreaterThan(before + expected.length);
});
