/** Where Wireshark, asked the same, shows other frames: one sentence each, undefined where the recording has no such frame. */
import { DataFlag, MessageFlag, PacketFlag, Protocol, SackFlag } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import type { EventTables } from './eventTables.ts';

type Difference = (events: EventTables) => string | undefined;

function some(length: number, holds: (row: number) => boolean): boolean {
  for (let row = 0; row < length; row++) if (holds(row)) return true;
  return false;
}

const hasDuplicates: Difference = ({ trace: { packets } }) =>
  some(packets.length, (row) => (packets.flags[row]! & PacketFlag.Duplicate) !== 0)
    ? 'Wireshark takes frames that were captured twice for retransmissions' : undefined;

const hasRetransmissions: Difference = ({ trace: { dataChunks } }) =>
  some(dataChunks.length, (row) => (dataChunks.flags[row]! & DataFlag.Retransmitted) !== 0)
    ? 'Wireshark does not decode what retransmitted DATA chunks carry' : undefined;

const hasFragments: Difference = ({ trace: { messages } }) =>
  some(messages.length, (row) => messages.packet[row] !== messages.lastPacket[row] || (messages.flags[row]! & MessageFlag.Incomplete) !== 0)
    ? 'Wireshark shows a message in the frame of its last fragment only' : undefined;

const hasStreams: Difference = ({ trace: { messages } }) =>
  some(messages.length, (row) => messages.dataChunk[row] === NONE) ? 'Wireshark knows the segments of TCP in its own way' : undefined;

const hasMixedBundles: Difference = ({ trace: { messages } }) =>
  some(messages.length, (row) => row > 0 && messages.packet[row] === messages.packet[row - 1] && messages.head1[row]! >>> 31 !== messages.head1[row - 1]! >>> 31 &&
    messages.protocol[row] === Protocol.Diameter && messages.protocol[row - 1] === Protocol.Diameter)
    ? 'Wireshark does not tell which of several messages in a frame is the request' : undefined;

const hasSwappedPpids: Difference = ({ trace: { dataChunks, associations } }) => {
  const isOdd = associations.some(({ ppids }) => [...ppids.keys()].some((ppid) => ppid > 0xff));
  return isOdd && dataChunks.length > 0 ? 'Wireshark may not know Diameter under an odd payload protocol identifier' : undefined;
};

const hasNrSacks: Difference = ({ trace: { sacks } }) =>
  some(sacks.length, (row) => (sacks.flags[row]! & SackFlag.NonRenegable) !== 0) ? 'Wireshark names the fields of NR-SACKs apart' : undefined;

const hasTunnels: Difference = ({ trace: { packets } }) =>
  some(packets.length, (row) => (packets.flags[row]! & PacketFlag.Tunnelled) !== 0) ? 'Wireshark compares the addresses of tunnels too' : undefined;

const hasManyClocks: Difference = ({ trace: { inputs }, correlation: { axis } }) =>
  inputs.some(({ kind, id }) => kind.startsWith('pcap') && axis.fits[id] !== undefined) ? 'times are on the clock of the first capture' : undefined;

const hasStrays: Difference = ({ trace: { packets } }) =>
  some(packets.length, (row) => packets.association[row] === NONE) ? 'Wireshark knows the ports and addresses of packets of no association too' : undefined;

/** Fields of chunks, and of what they carry. */
export const cutsDiffer: Difference = ({ trace: { packets } }) =>
  some(packets.length, (row) => (packets.flags[row]! & PacketFlag.Cut) !== 0) ? 'Wireshark does not read chunks of which the end was not captured' : undefined;

const firstOf = (...differences: readonly Difference[]): Difference => (events) => {
  for (const difference of differences) {
    const sentence = difference(events);
    if (sentence !== undefined) return sentence;
  }
  return undefined;
};

/** Frames of which Wireshark decodes less user data than is known of them here. Whether that matters to a filter is for the caller to see. */
export const copiesDiffer = firstOf(hasDuplicates, hasRetransmissions, hasFragments);
/** Diameter fields: what Wireshark takes for Diameter. */
export const decodingDiffers = firstOf(hasStreams, hasSwappedPpids);
/** A command is told by two fields there. */
export const commandDiffers = firstOf(decodingDiffers, hasMixedBundles);
export const retransmissionDiffers = hasDuplicates;
export const sackFieldDiffers = hasNrSacks;
export const addressDiffers = firstOf(hasTunnels, hasStrays);
export const portDiffers = hasStrays;
export const timeDiffers = hasManyClocks;
