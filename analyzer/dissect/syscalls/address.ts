/**
 * Socket addresses in strace's text, as "10.0.0.2:3868" or "[fd00::1]:3868": decoded sockaddrs, packed ones in the bytes of SCTP
 * options, and the annotations of -yy. Few differ, so that a small cache spares the making of strings.
 *
 *   {sa_family=AF_INET, sin_port=htons(3868), sin_addr=inet_addr("10.0.0.2")}
 *   {sa_family=AF_INET6, sin6_port=htons(3868), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "fd00::1", &sin6_addr), sin6_scope_id=0}
 */
import type { Strings } from '../../trace/strings.ts';
import type { Cursor } from './cursor.ts';
import { Quoted } from './quoted.ts';
import { isSameText } from './sameText.ts';

const QUOTE = 0x22;
const CACHE_SIZE = 256;
const CACHE_WAYS = 4;
/** INET6_ADDRSTRLEN */
const LONGEST_ADDRESS = 46;

const AF_INET = 2;
const AF_INET6 = 10;
const IPV4_MAPPED = '::ffff:';

interface Known {
  readonly text: DataView;
  /** Id in Trace.strings. */
  readonly id: number;
}

const quoted = new Quoted();
const scratch = new Uint8Array(LONGEST_ADDRESS);

export class Addresses {
  readonly #strings: Strings;
  readonly #known: (Known | undefined)[] = Array.from({ length: CACHE_SIZE });
  #next = 0;

  constructor(strings: Strings) {
    this.#strings = strings;
  }

  /** Address of the sockaddr [start, end) of the cursor's text as an id in Trace.strings, 0 when it is no internet address. */
  id({ bytes, view }: Cursor, start: number, end: number): number {
    const length = end - start;
    // The last digits of an IPv4 address, and of an IPv6 address.
    const first = (bytes[end - 4]! * 7 + bytes[end - 5]! * 3 + bytes[end - 34]! + length) & (CACHE_SIZE - 1);
    for (let way = 0; way < CACHE_WAYS; way++) {
      const known = this.#known[(first + way) & (CACHE_SIZE - 1)];
      if (known && known.text.byteLength === length && isSameText(view, start, known.text, 0, length)) return known.id;
    }
    const id = this.#strings.id(parseAddress(bytes, start, end));
    this.#known[(first + this.#next) & (CACHE_SIZE - 1)] = { text: new DataView(new Uint8Array(bytes.subarray(start, end)).buffer), id };
    this.#next = (this.#next + 1) & (CACHE_WAYS - 1);
    return id;
  }

  text(cursor: Cursor, start: number, end: number): string {
    return this.#strings.text(this.id(cursor, start, end));
  }
}

function parseAddress(bytes: Uint8Array, start: number, end: number): string {
  let port = 0;
  let host = '';
  for (let at = start; at < end; at++) {
    if (bytes[at] === QUOTE) {
      at = quoted.decode(bytes, at, end, scratch, 0, LONGEST_ADDRESS) - 1;
      host = String.fromCharCode(...scratch.subarray(0, quoted.length));
    } else if (isHtons(bytes, at)) {
      port = 0;
      for (at += 6; at < end && bytes[at]! >= 0x30 && bytes[at]! <= 0x39; at++) port = port * 10 + bytes[at]! - 0x30;
    }
  }
  return /^[0-9a-fA-F.:]+$/.test(host) ? format(host, port) : '';
}

/** "htons(" */
function isHtons(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x68 && bytes[at + 1] === 0x74 && bytes[at + 4] === 0x73 && bytes[at + 5] === 0x28;
}

function format(host: string, port: number): string {
  const plain = host.startsWith(IPV4_MAPPED) && host.includes('.') ? host.slice(IPV4_MAPPED.length) : host;
  return plain.includes(':') ? `[${plain}]:${port}` : `${plain}:${port}`;
}

/** The first packed sockaddr of bytes[0, length): family in host order, port and address in network order. '' for others. */
export function packedAddress(bytes: Uint8Array, length: number): string {
  const family = bytes[0]! | (bytes[1]! << 8);
  const port = (bytes[2]! << 8) | bytes[3]!;
  if (family === AF_INET && length >= 8) return format(bytes.subarray(4, 8).join('.'), port);
  if (family !== AF_INET6 || length < 24) return '';
  const groups: string[] = [];
  for (let i = 8; i < 24; i += 2) groups.push(((bytes[i]! << 8) | bytes[i + 1]!).toString(16));
  return format(shorten(groups), port);
}

/** The longest run of zero groups becomes "::", RFC 5952 4.2. */
function shorten(groups: readonly string[]): string {
  let best = 0;
  let bestLength = 0;
  for (let i = 0; i < groups.length; i++) {
    let length = 0;
    while (groups[i + length] === '0') length++;
    if (length > bestLength) [best, bestLength] = [i, length];
  }
  if (bestLength < 2) return groups.join(':');
  return `${groups.slice(0, best).join(':')}::${groups.slice(best + bestLength).join(':')}`;
}

/** What -y and -yy say about a descriptor. */
export interface Annotation {
  readonly kind: 'sctp' | 'socket' | 'other';
  readonly inode: number;
  /** "10.0.0.1:36002", '' when not shown. */
  readonly local: string;
  readonly peer: string;
}

/** "SCTP:[10.0.0.1:36002->10.0.0.2:3868]", "SCTPv6:[[::1]:1->[::1]:2]", "SCTP:[10667]", "socket:[10634]", "/dev/null" */
export function parseAnnotation(bytes: Uint8Array, start: number, end: number): Annotation {
  const text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + LONGEST_ANNOTATION)));
  const match = /^(SCTP(?:v6)?|socket):\[(.*)\]$/.exec(text);
  if (!match) return { kind: 'other', inode: 0, local: '', peer: '' };
  const kind = match[1] === 'socket' ? 'socket' : 'sctp';
  const inside = match[2]!;
  if (/^\d+$/.test(inside)) return { kind, inode: Number(inside), local: '', peer: '' };
  const arrow = inside.indexOf('->');
  const plain = (address: string): string => address.replace(/^\[::ffff:(\d+\.\d+\.\d+\.\d+)\]/, '$1');
  return arrow < 0
    ? { kind, inode: 0, local: plain(inside), peer: '' }
    : { kind, inode: 0, local: plain(inside.slice(0, arrow)), peer: plain(inside.slice(arrow + 2)) };
}

/** Two IPv6 addresses with ports and scopes fit. */
const LONGEST_ANNOTATION = 256;
