/** When tiles are asked for: by what is in sight, one request at a time, and not again for what is there. */
import { expect, test } from 'vitest';
import { Client, answer, type Message } from '../../analyzer/view/client.ts';
import type { Events, Requests } from '../../analyzer/view/protocol.ts';
import { Tiles, type Wish } from '../../media/tiles.ts';
import { marksTile } from './tileCases.ts';

type Asked = Requests['tiles']['params'];

/** An analysis that answers when it is told to. */
function analysis(): { client: Client<Requests, Events>; asked: Asked[]; reply: () => Promise<void>; fail: () => Promise<void> } {
  const asked: Asked[] = [];
  const waiting: ((failed: boolean) => void)[] = [];
  const client: Client<Requests, Events> = new Client<Requests, Events>((message: Message) => {
    answer<Pick<Requests, 'tiles'>>(
      { tiles: (params) => new Promise((resolve, reject) => {
        asked.push(params);
        waiting.push((failed) => (failed ? reject(new Error('gone')) : resolve(params.lanes.map((lane) => ({ ...marksTile([[1, 0, 1]]), lane, start: params.start, end: params.end })))));
      }) },
      message,
      (reply) => client.receive(reply),
    );
  });
  const settle = async (failed: boolean): Promise<void> => {
    waiting.shift()!(failed);
    for (let i = 0; i < 10; i++) await Promise.resolve();
  };
  return { client, asked, reply: () => settle(false), fail: () => settle(true) };
}

type Short = Omit<Partial<Wish>, 'stretches'> & { readonly start?: number; readonly end?: number };
const wish = ({ start = 100, end = 200, ...more }: Short = {}): Wish => ({ lanes: ['a', 'b'], stretches: [{ start, end }], resolution: 0.1, filter: '', generation: 1, ...more });

function setUp(): ReturnType<typeof analysis> & { tiles: Tiles; problems: string[] } {
  const problems: string[] = [];
  const one = analysis();
  return { ...one, problems, tiles: new Tiles(one.client, () => {}, (text) => problems.push(text)) };
}

test('what is in sight is asked for with a margin, once', async () => {
  const { tiles, asked, reply } = setUp();
  tiles.wish(wish());
  tiles.wish(wish());
  expect(asked).toEqual([{ lanes: ['a', 'b'], start: 50, end: 250, pixels: 2000 }]);
  expect(tiles.fresh).toBe(false);
  await reply();
  expect(tiles.fresh).toBe(true);
  expect(tiles.get('a')).toMatchObject({ start: 50, end: 250 });
  tiles.wish(wish({ start: 60, end: 160 }));
  expect(asked).toHaveLength(1);
});

test('between folds each stretch is asked for as finely as it is seen, and the lane is one again', async () => {
  const { tiles, asked, reply } = setUp();
  const folded: Wish = { ...wish({ lanes: ['a'] }), stretches: [{ start: 100, end: 150 }, { start: 1e9, end: 1e9 + 50 }] };
  tiles.wish(folded);
  expect(asked).toEqual([{ lanes: ['a'], start: 50, end: 150, pixels: 1000 }, { lanes: ['a'], start: 1e9, end: 1e9 + 100, pixels: 1000 }]);
  await reply();
  expect(tiles.get('a')).toBeUndefined();
  await reply();
  expect(tiles.fresh).toBe(true);
  expect(tiles.get('a')).toMatchObject({ start: 50, end: 1e9 + 100 });
  tiles.wish({ ...folded, stretches: [{ start: 120, end: 150 }, { start: 1e9, end: 1e9 + 70 }] });
  expect(asked).toHaveLength(2);
  tiles.wish({ ...folded, stretches: [{ start: 120, end: 160 }] });
  expect(asked).toHaveLength(3);
});

test('while one request travels no other does, and then only the last wish counts', async () => {
  const { tiles, asked, reply } = setUp();
  tiles.wish(wish());
  for (let start = 300; start < 1000; start += 100) tiles.wish(wish({ start, end: start + 100 }));
  expect(asked).toHaveLength(1);
  await reply();
  expect(asked).toHaveLength(2);
  expect(asked[1]).toMatchObject({ start: 850, end: 1050 });
  // What was asked first is drawn until then.
  expect(tiles.get('a')).toBeDefined();
});

test.each([
  ['moved out of the margin', wish({ start: 240, end: 340 }), ['a', 'b']],
  ['closer', wish({ start: 120, end: 140, resolution: 0.02 }), ['a', 'b']],
  ['a little closer', wish({ start: 120, end: 200, resolution: 0.08 }), []],
  ['far wider', wish({ start: 60, end: 240, resolution: 0.5 }), ['a', 'b']],
  ['another lane', wish({ lanes: ['a', 'c'] }), ['c']],
  ['another filter', wish({ filter: 'errno == EAGAIN' }), ['a', 'b']],
  ['the recording has grown', wish({ generation: 2 }), ['a', 'b']],
] as const)('%s: asked for again are %j', async (_, next, lanes) => {
  const { tiles, asked, reply } = setUp();
  tiles.wish(wish());
  await reply();
  tiles.wish(next);
  expect(asked.slice(1).flatMap((one) => one.lanes)).toEqual(lanes);
});

test('a failure is told, and the next wish tries again', async () => {
  const { tiles, asked, problems, fail, reply } = setUp();
  tiles.wish(wish());
  await fail();
  expect(problems).toEqual(['gone']);
  tiles.wish(wish());
  await reply();
  expect(asked).toHaveLength(2);
  expect(tiles.fresh).toBe(true);
});

test('memory follows the screen: lanes out of sight are let go', async () => {
  const { tiles, reply } = setUp();
  let most = 0;
  for (let i = 0; i < 100; i++) {
    tiles.wish(wish({ lanes: [`lane ${i}`] }));
    await reply();
    most = Math.max(most, tiles.bytes);
  }
  expect(tiles.get('lane 99')).toBeDefined();
  expect(tiles.get('lane 0')).toBeUndefined();
  expect(tiles.bytes).toBeLessThanOrEqual(most);
});
