/** Dumps of what captures hold: packets, chunks, user messages. */
import { chunkName } from '../dissect/sctpNames.ts';
import { DataFlag, MessageFlag, PacketFlag, Protocol } from '../trace/schema.ts';
import { flagNames, packetColumns, pointer, sameRows, type DumpColumn, type TableDump } from './dumpSource.ts';
import { diameterName, hex8 } from './names.ts';

const packetFlags = flagNames(PacketFlag);
const dataFlags = flagNames(DataFlag);
const messageFlags = flagNames(MessageFlag);
const protocolNames = Object.keys(Protocol);

const packets: TableDump = (source) => {
  const table = source.trace.packets;
  return {
    length: table.length,
    events: sameRows('packets'),
    columns: {
      packet: (row) => row,
      ...packetColumns(source, (row) => row),
      size: (row) => table.size[row]!,
      flags: (row) => packetFlags(table.flags[row]!),
    },
  };
};

const dataChunks: TableDump = (source) => {
  const table = source.trace.dataChunks;
  return {
    length: table.length,
    events: sameRows('dataChunks'),
    columns: {
      ...packetColumns(source, (row) => table.packet[row]!),
      tsn: (row) => table.tsn[row]!,
      streamId: (row) => table.streamId[row]!,
      sequence: (row) => table.sequence[row]!,
      ppid: (row) => table.ppid[row]!,
      size: (row) => table.size[row]!,
      flags: (row) => dataFlags(table.flags[row]!),
      message: (row) => pointer(table.message[row]!),
    },
  };
};

const sacks: TableDump = (source) => {
  const { sacks: table, gapBlocks } = source.trace;
  const gaps: DumpColumn = (row) => {
    const first = table.gapStart[row]!;
    return Array.from({ length: table.gapCount[row]! }, (_, i) => `${gapBlocks.start[first + i]}-${gapBlocks.end[first + i]}`).join(',');
  };
  return {
    length: table.length,
    events: sameRows('sacks'),
    columns: {
      ...packetColumns(source, (row) => table.packet[row]!),
      cumulativeTsnAck: (row) => table.cumulativeTsnAck[row]!,
      aRwnd: (row) => table.aRwnd[row]!,
      gaps,
      duplicates: (row) => table.duplicateCount[row]!,
    },
  };
};

const controlChunks: TableDump = (source) => {
  const table = source.trace.controlChunks;
  return {
    length: table.length,
    events: sameRows('controlChunks'),
    columns: {
      ...packetColumns(source, (row) => table.packet[row]!),
      type: (row) => chunkName(table.type[row]!),
      flags: (row) => table.flags[row]!,
      size: (row) => table.size[row]!,
      value: (row) => hex8(table.value[row]!),
    },
  };
};

const messages: TableDump = (source) => {
  const table = source.trace.messages;
  const { counterpart } = source.correlation.transactions;
  const ofDiameter = (text: DumpColumn): DumpColumn => (row) => (table.protocol[row] === Protocol.Diameter ? text(row) : '');
  return {
    length: table.length,
    events: sameRows('messages'),
    columns: {
      message: (row) => row,
      ...packetColumns(source, (row) => table.packet[row]!),
      size: (row) => table.size[row]!,
      protocol: (row) => protocolNames[table.protocol[row]!]!,
      command: ofDiameter((row) => diameterName(table.head1[row]!)),
      application: ofDiameter((row) => table.head2[row]!),
      hopByHopId: ofDiameter((row) => hex8(table.head3[row]!)),
      endToEndId: ofDiameter((row) => hex8(table.head4[row]!)),
      resultCode: ofDiameter((row) => table.resultCode[row]! || ''),
      counterpart: (row) => pointer(counterpart[row]!),
      flags: (row) => messageFlags(table.flags[row]!),
    },
  };
};

const associations: TableDump = ({ report }) => {
  const rows = report.associations;
  return {
    length: rows.length,
    columns: {
      association: (row) => rows[row]!.id,
      local: (row) => rows[row]!.local.addresses.join(','),
      localPort: (row) => rows[row]!.local.port,
      peer: (row) => rows[row]!.peer.addresses.join(','),
      peerPort: (row) => rows[row]!.peer.port,
      localTag: (row) => rows[row]!.verificationTags[0],
      peerTag: (row) => rows[row]!.verificationTags[1],
      start: (row) => rows[row]!.start,
      end: (row) => rows[row]!.end,
      ending: (row) => rows[row]!.ending,
      upperLayer: (row) => rows[row]!.upperLayer,
      packets: (row) => rows[row]!.packets,
      retransmissions: (row) => rows[row]!.retransmissions,
      minimumPeerARwnd: (row) => rows[row]!.minimumPeerARwnd ?? '',
    },
  };
};

export const packetDumps = { packets, dataChunks, sacks, controlChunks, messages, associations } as const;
