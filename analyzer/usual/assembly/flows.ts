/** Who sends to whom, and which packets came last: the tables of dissect/knownFlows.ts and dissect/duplicates.ts, which the other side fills. */
import { FLOW_SLOTS, RECENT_PACKETS } from '../sizes';

export const flowTags: usize = memory.data(512 * 4, 16);
export const flowPorts: usize = memory.data(512 * 4, 16);
export const flowSources: usize = memory.data(512 * 4, 16);
export const flowDestinations: usize = memory.data(512 * 4, 16);
/** conversation * 2 + side, -1 for a free slot. */
export const flowConversations: usize = memory.data(512 * 4, 16);
export const flowPaths: usize = memory.data(512, 16);
export const flowPairs: usize = memory.data(512 * 4, 16);

/** Packet row + 1 by hash. */
export const recentRows: usize = memory.data(4096 * 4, 16);
export const recentHashes: usize = memory.data(4096 * 4, 16);

/** Slot of a flow, -1 for one of which nothing is known. */
export function flowOf(tag: u32, ports: u32, source: u32, destination: u32): i32 {
  const slot = <usize>((tag ^ (tag >> 16)) & (FLOW_SLOTS - 1));
  const at = slot * 4;
  const isKnown =
    load<u32>(flowTags + at) === tag && load<u32>(flowPorts + at) === ports && load<u32>(flowSources + at) === source &&
    load<u32>(flowDestinations + at) === destination && load<i32>(flowConversations + at) >= 0;
  return isKnown ? <i32>slot : -1;
}

/** Place of a packet among the recent ones of an input. */
export function recentSlot(hash: u32, input: i32): usize {
  return <usize>((hash ^ (<u32>input * 0x9e37_79b1)) & (RECENT_PACKETS - 1)) * 4;
}
