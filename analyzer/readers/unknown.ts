/** Names what an input is that cannot be read, so that the report can say what to do. Content decides; a guess stays unsaid. */

interface KnownContent {
  readonly detail: string;
  readonly magics?: readonly (readonly number[])[];
  readonly text?: RegExp;
}

const ascii = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));

const convert = 'convert it with `editcap -F pcapng`';

/** First match wins. Texts are matched against the first lines, decoded as Latin-1. */
const known: readonly KnownContent[] = [
  { detail: 'this is a JPEG image', magics: [[0xff, 0xd8, 0xff]] },
  { detail: 'this is a PNG image', magics: [[0x89, 0x50, 0x4e, 0x47]] },
  { detail: 'this is a GIF image', magics: [ascii('GIF8')] },
  { detail: 'this is a PDF document', magics: [ascii('%PDF')] },
  { detail: 'this is an ELF program or core dump', magics: [[0x7f, 0x45, 0x4c, 0x46]] },
  { detail: 'this is a zip archive: unpack it first', magics: [[0x50, 0x4b, 3, 4]] },
  { detail: 'this is an xz archive: unpack it with `xz -d`', magics: [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]] },
  { detail: 'this is an LZ4 archive: unpack it with `lz4 -d`', magics: [[0x04, 0x22, 0x4d, 0x18]] },
  { detail: 'this is a bzip2 archive: unpack it with `bzip2 -d`', magics: [ascii('BZh')] },
  { detail: `this is a snoop capture: ${convert}`, magics: [[...ascii('snoop'), 0, 0, 0]] },
  { detail: 'this is a Bluetooth capture (btsnoop)', magics: [[...ascii('btsnoop'), 0]] },
  { detail: `this is a Microsoft Network Monitor capture: ${convert}`, magics: [ascii('RTSS'), ascii('GMBU')] },
  { detail: `this is a Sniffer capture: ${convert}`, magics: [ascii('TRSNIFF data'), ascii('XCP\0')] },
  { detail: 'this is a `perf record` file; only strace logs and captures are read', magics: [ascii('PERFILE2')] },
  { detail: 'this is a tar archive: unpack it first', text: /^[^\0]{1,100}\0[^]{150,}ustar/ },
  { detail: 'this is an HTML page', text: /^\s*<(!doctype html|html)/i },
  { detail: 'this is XML; of a capture, save the packets as pcapng', text: /^\s*<\?xml/ },
  { detail: 'this is the summary table of `strace -c`: record again without -c', text: /^% time +seconds +usecs\/call/m },
  {
    detail: 'this is the text output of tcpdump: record again with `tcpdump -w FILE`',
    text: /^(\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d{6} (\S+ +(In|Out|B|M|P) +)?(IP6?|ARP|ethertype)\b/m,
  },
  { detail: 'this is the text output of tshark: give the capture itself', text: /^ *\d+ +\d+\.\d{6,9} +\S+ +(→|->|â) ?/m },
  { detail: 'this is output of `perf trace`: record with strace -f -ttt -T -o FILE', text: /^ +\d+\.\d{3} \( *(\d+\.\d{3} ms|[^)]*)\): +\S+\/\d+ /m },
  { detail: 'this is output of ltrace: record with strace -f -ttt -T -o FILE', text: /^(\[pid \d+\] |\d+ +)?(__libc_start_main|\w+@\w+->\w+|SYS_\w+)\(/m },
  { detail: 'this is JSON', text: /^\s*[[{]\s*("|[[{\]}]|-?\d)/ },
];

/** Undefined when nothing is recognised. */
export function nameContent(head: Uint8Array): string | undefined {
  if (isErf(head)) return `this is an ERF capture: ${convert}`;
  let text: string | undefined;
  for (const candidate of known) {
    if (candidate.magics?.some((magic) => magic.every((byte, at) => head[at] === byte))) return candidate.detail;
    if (candidate.text?.test((text ??= String.fromCharCode(...head)))) return candidate.detail;
  }
  return undefined;
}

/** ERF has no magic: its first record has a type, a length that leads to another of the same type, and a wire length. */
function isErf(head: Uint8Array): boolean {
  const recordLength = (at: number): number => {
    const type = head[at + 8]! & 0x7f;
    const length = (head[at + 10]! << 8) | head[at + 11]!;
    return type >= 1 && type <= 48 && length >= 16 ? length : 0;
  };
  if (head.length < 16) return false;
  const first = recordLength(0);
  const second = first > 0 && first + 16 <= head.length ? recordLength(first) : 0;
  const third = second > 0 && first + second + 16 <= head.length ? recordLength(first + second) : 0;
  // Little-endian seconds in the upper half of the time stamp go up by less than a day from record to record.
  const seconds = (at: number): number => (head[at + 4]! | (head[at + 5]! << 8) | (head[at + 6]! << 16)) + head[at + 7]! * 2 ** 24;
  return third > 0 && Math.abs(seconds(first) - seconds(0)) < 86_400 && Math.abs(seconds(first + second) - seconds(first)) < 86_400;
}
