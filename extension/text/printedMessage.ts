/** The Diameter message that a line prints, as far as it is printed: its header, and the first AVPs that stand there whole. RFC 6733 3. */
import { printedDiameter } from '../../analyzer/dissect/syscalls/printedMessage.ts';
import { readDiameter } from '../../analyzer/dissect/diameter/avpTree.ts';
import { Dictionary } from '../../analyzer/dissect/diameter/dictionary.ts';

export interface PrintedMessage {
  /** "CCR". */
  readonly command: string;
  /** "Credit-Control-Request". */
  readonly commandName: string;
  readonly application: string;
  readonly hopByHopId: string;
  readonly endToEndId: string;
  readonly length: number;
  /** Bytes of it that the line shows. */
  readonly shown: number;
  /** "R P", RFC 6733 3. */
  readonly flags: string;
  readonly avps: readonly { readonly name: string; readonly value: string }[];
}

const HEADER_BYTES = 20;
const MOST_AVPS = 5;
const FLAGS = [[0x80, 'request'], [0x40, 'proxiable'], [0x20, 'error'], [0x10, 'potentially retransmitted']] as const;

let dictionary: Dictionary | undefined;

const hex8 = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;

/** Undefined where the line shows no whole header. */
export function printedMessage(line: string): PrintedMessage | undefined {
  const bytes = printedDiameter(new TextEncoder().encode(line), 0);
  if (bytes.length < HEADER_BYTES) return undefined;
  dictionary ??= new Dictionary();
  const message = readDiameter(bytes, 0, bytes.length, dictionary);
  if (!message || message.version !== 1 || message.length < HEADER_BYTES) return undefined;
  return {
    command: message.command,
    commandName: message.commandName,
    application: message.application,
    hopByHopId: hex8(message.hopByHopId),
    endToEndId: hex8(message.endToEndId),
    length: message.length,
    shown: Math.min(bytes.length, message.length),
    flags: FLAGS.filter(([bit]) => (message.flags & bit) !== 0).map(([, name]) => name).join(', '),
    avps: message.avps.filter(({ problem, value }) => problem === undefined && value !== '').slice(0, MOST_AVPS)
      .map(({ name, value, meaning }) => ({ name, value: meaning === undefined ? value : `${meaning} (${value})` })),
  };
}
