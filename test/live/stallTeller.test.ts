/** A terminal that stays readable while a backlog drains: the stall at once, what goes on refusing in one line when it is over. */
import { expect, test } from 'vitest';
import { StallTeller } from '../../cli/live/stallTeller.ts';
import { Seen } from '../../cli/live/seen.ts';
import { sessionOfLines } from './madeSession.ts';

const END = 1_795_405_612;
const send = (at: number, result: string): string => `227   ${(END + at).toFixed(6)} sendmsg(17<SCTP:[10.0.0.1:43563->10.0.0.2:3868]>, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="x"..., iov_len=776}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, 0) = ${result} <0.000012>`;
const refused = (at: number): string => send(at, '-1 EAGAIN (Resource temporarily unavailable)');
/** Refused at `at`, accepted so much later. */
const stall = (at: number, later: number): string[] => [refused(at), send(at + later, '776')];

test('a backlog is told once, and what followed when it is over', async () => {
  const said: string[] = [];
  const teller = new StallTeller((line) => said.push(line.split(' · ')[0]!));
  const seen = new Seen();
  const lines = ['# stallscope-trace 1 refused-sends-only source=fexit kernel=6.1.0'];
  const look = async (more: readonly string[]): Promise<void> => {
    lines.push(...more);
    const session = await sessionOfLines(lines);
    teller.look(session, seen);
    seen.note(session);
  };
  await look(stall(0, 3));
  expect(said).toEqual(['send() refused']);
  await look([...stall(3.01, 0.005), ...stall(3.02, 0.005)]);
  await look(stall(3.03, 0.005));
  expect(said).toHaveLength(1);
  await look([]);
  expect(said).toEqual(['send() refused', '  3 further refused sends in 25.0 ms while the backlog drained, S2-S4, same cause']);
  await look(stall(9, 0.2));
  expect(said).toHaveLength(3);
  await look(stall(9.201, 0.001));
  teller.finish();
  expect(said.at(-1)).toBe('  1 further refused send in 1.00 ms while the backlog drained, S6, same cause');
});
