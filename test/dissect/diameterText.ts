/** A Diameter message as lines that a person can review: the header, then one AVP a line, groups indented. */
import type { Avp, DiameterMessage } from '../../analyzer/dissect/diameter/avpTree.ts';

const MOST_SHOWN = 80;

function letters(flags: number, names: string): string {
  return [...names].map((name, i) => (flags & (0x80 >> i) ? name : '-')).join('');
}

function* avpLines(avps: readonly Avp[], indent: string): Generator<string> {
  for (const avp of avps) {
    const vendor = avp.vendor === 0 ? '' : `/${avp.vendor}`;
    const shown = avp.value.length > MOST_SHOWN ? `${avp.value.slice(0, MOST_SHOWN)}…` : avp.value;
    const value = [shown, avp.meaning, avp.problem && `! ${avp.problem}`, avp.remark && `? ${avp.remark}`].filter((part) => part).join('  ');
    yield `${indent}@${avp.offset} ${avp.name} (${avp.code}${vendor}) ${letters(avp.flags, 'VMP')} ${avp.length} ${avp.type}${value ? `  ${value}` : ''}`;
    if (avp.children) yield* avpLines(avp.children, `${indent}  `);
  }
}

export function diameterText(message: DiameterMessage): string {
  const hex = (id: number): string => `0x${id.toString(16).padStart(8, '0')}`;
  const head = `${message.command} ${message.commandName} (${message.commandCode}) ${letters(message.flags, 'RPET')} ${message.length} bytes, ${message.application} (${message.applicationId}), hop-by-hop ${hex(message.hopByHopId)}, end-to-end ${hex(message.endToEndId)}`;
  return [message.problem ? `${head}  ! ${message.problem}` : head, ...avpLines(message.avps, '  ')].join('\n') + '\n';
}
