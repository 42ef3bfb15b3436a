/**
 * Which recordings beside an opened one belong to it. Content decides: messages that both have seen, times that overlap, the threads of
 * one strace -ff. One obvious answer is taken; several are left to the user.
 */
import type { Recording } from './recording.ts';

export interface Partners {
  /** To be analysed with the opened file. */
  readonly taken: readonly Recording[];
  /** May belong to it; the likely ones first. */
  readonly offered: readonly Recording[];
}

/** By coincidence two recordings share a message or so: a watchdog with a small identifier. */
const ENOUGH_MESSAGES = 3;
/** Clocks of two hosts, seconds. */
const CLOCK_TOLERANCE = 120;

/** How much speaks for two files: 2 the same messages, 1 the same time or no time to compare, 0 nothing. */
type Bond = 0 | 1 | 2;

function haveMessagesInCommon(a: Recording, b: Recording): boolean {
  const seen = new Set(a.messages);
  let common = 0;
  for (const message of b.messages) if (seen.has(message) && ++common === ENOUGH_MESSAGES) return true;
  return false;
}

function bondOf(a: Recording, b: Recording): Bond {
  if (haveMessagesInCommon(a, b)) return 2;
  if (a.start === undefined || a.end === undefined || b.start === undefined || b.end === undefined) return 1;
  return a.start <= b.end + CLOCK_TOLERANCE && b.start <= a.end + CLOCK_TOLERANCE ? 1 : 0;
}

/** "x.strace.4711", as strace -ff names the log of a thread -> "x.strace." */
const family = ({ file, kind }: Recording): string => (kind === 'strace' ? file.replace(/(?<=\.)\d+$/, '') : file);

function families(recordings: readonly Recording[]): Recording[][] {
  const byFamily = new Map<string, Recording[]>();
  for (const recording of recordings) byFamily.set(family(recording), [...(byFamily.get(family(recording)) ?? []), recording]);
  return [...byFamily.values()];
}

const isStates = ({ kind }: Recording): boolean => kind === 'states';

function overlap(a: Recording, b: Recording): boolean {
  return a.start !== undefined && a.end !== undefined && b.start !== undefined && b.end !== undefined && a.start <= b.end && b.start <= a.end;
}

/** States of the kernel name their associations themselves: those of the same time go with what they stand beside. */
export function partnersOf(opened: Recording, others: readonly Recording[]): Partners {
  if (isStates(opened)) return partnersOfStates(opened, others);
  const { taken, offered } = partnersOfTraffic(opened, others.filter((other) => !isStates(other)));
  return { taken: [...taken, ...others.filter((other) => isStates(other) && [opened, ...taken].some((one) => overlap(one, other)))], offered };
}

/** By the one capture of that time, or the one log. */
function partnersOfStates(opened: Recording, others: readonly Recording[]): Partners {
  const beside = others.filter((other) => overlap(opened, other));
  const ofKind = (kind: Recording['kind']): Recording[][] => families(beside.filter((other) => other.kind === kind));
  const [anchor, rival] = [ofKind('capture'), ofKind('strace')].find((found) => found.length > 0) ?? [];
  if (!anchor || rival) return { taken: [], offered: beside };
  const { taken, offered } = partnersOf(anchor[0]!, others.filter((other) => other !== anchor[0]));
  return { taken: [anchor[0]!, ...taken].filter((one) => one !== opened), offered };
}

function partnersOfTraffic(opened: Recording, others: readonly Recording[]): Partners {
  const siblings = opened.kind === 'strace' ? others.filter((other) => other.kind === 'strace' && family(other) === family(opened)) : [];
  const own = [opened, ...siblings];
  const judged = families(others.filter((other) => !siblings.includes(other)))
    .map((members) => ({ members, isOpposite: members[0]!.kind !== opened.kind, bond: Math.max(...members.flatMap((member) => own.map((each) => bondOf(each, member)))) }))
    .filter(({ bond }) => bond > 0)
    .toSorted((a, b) => b.bond - a.bond || Number(b.isOpposite) - Number(a.isOpposite));
  const opposite = judged.filter(({ isOpposite }) => isOpposite);
  const sharing = opposite.filter(({ bond }) => bond === 2);
  const [obvious, rival] = sharing.length > 0 ? sharing : opposite;
  const chosen = obvious && !rival ? obvious.members : [];
  const offered = judged.flatMap(({ members }) => members).filter((recording) => !chosen.includes(recording));
  return { taken: [...siblings, ...chosen], offered };
}
