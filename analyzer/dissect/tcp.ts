/**
 * TCP segments (RFC 9293 3.1) in; for connections that carry Diameter in clear (RFC 6733 2.1) associations, packet rows and
 * message rows out. Content decides, not the port: a connection counts from the first segment that begins with a Diameter
 * message. Every other connection leaves no trace but, after its SYN, one slot of a table of fixed size.
 */
import { MessageFlag, PacketFlag } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import { u32 } from './bigEndian.ts';
import type { Datagram } from './datagram.ts';
import { addMessage, diameterLength } from './messages.ts';
import { ConnectionTable, flowHash, SynTable, type Connection } from './tcpConnections.ts';
import { TcpStream, type MessageSink, type Segment } from './tcpStream.ts';
import { Ppid } from './upperLayers.ts';

const HEADER_BYTES = 20;
const FIN = 1;
const SYN = 2;
const RST = 4;
const ACK = 16;

export function createTcpDissector(trace: Trace): { tcp(datagram: Datagram): void } {
  const connections = new ConnectionTable();
  const syns = new SynTable();
  const segment: Segment = { sequence: 0, bytes: new Uint8Array(0), start: 0, end: 0, wireLength: 0, row: NONE };
  // What rows are made from while one segment is looked at.
  let current: Datagram;
  let connection: Connection;
  let side: 0 | 1 = 0;

  const sink: MessageSink = {
    rowOf(of) {
      if (of.row === NONE) of.row = addPacket();
      return of.row;
    },
    message(bytes, start, end, length, firstRow, lastRow, incomplete) {
      const row = addMessage(trace, firstRow, lastRow, NONE, bytes, start, end, length, Ppid.Diameter);
      if (incomplete) trace.messages.flags[row] |= MessageFlag.Incomplete;
    },
  };

  function addPacket(): number {
    const { packets } = trace;
    const { record } = current;
    const row = packets.add();
    packets.time[row] = record.time;
    packets.input[row] = record.input;
    packets.frame[row] = record.frame;
    packets.offset[row] = record.offset;
    packets.association[row] = connection.association.id;
    packets.size[row] = current.wireLength;
    packets.flags[row] = PacketFlag.Tcp
      | (side === 1 ? PacketFlag.FromSecond : 0)
      | (current.wireLength > current.end - current.start ? PacketFlag.Cut : 0)
      | (current.reassembled ? PacketFlag.Reassembled : 0)
      | (current.tunnelled ? PacketFlag.Tunnelled : 0);
    return row;
  }

  /** The connection closes: row of the segment that says so. */
  function close(flags: number): void {
    const { association } = connection;
    if (association.ending !== 'open') return;
    const packet = sink.rowOf(segment);
    association.endPacket = packet;
    association.ending = flags & RST ? 'abort' : 'shutdown';
    if (flags & RST) association.abort = { cause: 0, from: side, reflected: false, packet, reason: 'RST' };
    else association.shutdown = { from: side, packet };
  }

  function replace(): void {
    for (const stream of connection.streams) stream.end();
    if (connection.association.ending === 'open') connection.association.ending = 'restart';
    connections.remove(connection);
  }

  function tcp(datagram: Datagram): void {
    const { bytes, start, end } = datagram;
    if (end - start < HEADER_BYTES) return;
    const payload = start + (bytes[start + 12]! >> 4) * 4;
    const flags = bytes[start + 13]!;
    if (payload < start + HEADER_BYTES) return;
    const wireLength = Math.max(datagram.wireLength - (payload - start), 0);
    const isSyn = (flags & SYN) !== 0;
    const mayBegin = wireLength > 0 && bytes[payload] === 1;
    if (!isSyn && !mayBegin && connections.size === 0) return;

    const hash = flowHash(datagram);
    const sequence = u32(bytes, start + 4);
    const known = connections.find(hash, datagram);
    current = datagram;
    if (known) {
      connection = known;
      side = known.sideOf(datagram);
      if (isSyn && (flags & ACK) === 0 && sequence !== known.synSequence) replace();
      else return follow(flags, sequence, payload, wireLength);
    }
    if (isSyn) return syns.put(hash, datagram, sequence, (flags & ACK) === 0);
    if (!mayBegin || diameterLength(bytes, payload, Math.min(end, payload + wireLength)) === 0) return;
    const syn = syns.take(hash, datagram);
    connection = connections.add(trace, hash, datagram, syn, new TcpStream(sink), new TcpStream(sink));
    side = connection.sideOf(datagram);
    follow(flags, sequence, payload, wireLength);
  }

  function follow(flags: number, sequence: number, payload: number, wireLength: number): void {
    const { association, streams } = connection;
    association.packets[side]++;
    if (current.record.time > association.end) association.end = current.record.time;
    segment.sequence = sequence;
    segment.bytes = current.bytes;
    segment.start = Math.min(payload, current.end);
    segment.end = Math.min(current.end, payload + wireLength);
    segment.wireLength = wireLength;
    segment.row = NONE;
    streams[side].push(segment);
    if (flags & ACK) streams[1 - side]!.acknowledged(u32(current.bytes, current.start + 8));
    if (flags & (FIN | RST)) close(flags);
    if (flags & RST) for (const stream of streams) stream.end();
  }

  return { tcp };
}
