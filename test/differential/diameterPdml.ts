/**
 * Diameter as tshark sees it: PDML in, messages with their bytes and the AVPs in pre-order out. Every field of PDML has its
 * bytes in a `value` attribute.
 */
import { spawnSync } from 'node:child_process';

export interface TsharkAvp {
  code: number;
  flags: number;
  length: number;
  vendor: number;
  name: string;
  /** The decoded field: "diameter.Origin-Host" and what it shows; '' where tshark decodes nothing. */
  field: string;
  show: string;
  showName: string;
  /** Data as hexadecimal digits. */
  data: string;
  /** What follows "val=" in the AVP's line. */
  summary: string;
  /** AVPs directly inside. */
  children: number;
}

export interface TsharkMessage {
  readonly bytes: Uint8Array;
  readonly avps: readonly TsharkAvp[];
}

/** The first `frames` frames of a capture. */
export function tsharkMessages(path: string, frames: number): TsharkMessage[] {
  const run = spawnSync('tshark', ['-n', '-r', path, '-c', String(frames), '-Y', 'diameter', '-T', 'pdml', '-J', 'diameter'], {
    encoding: 'utf8', maxBuffer: 1 << 30,
  });
  return parsePdml(run.stdout);
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function attribute(line: string, name: string): string {
  const text = new RegExp(` ${name}="([^"]*)"`).exec(line)?.[1] ?? '';
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (_, entity: string) =>
    entity.startsWith('#x') ? String.fromCodePoint(parseInt(entity.slice(2), 16))
    : entity.startsWith('#') ? String.fromCodePoint(Number(entity.slice(1)))
    : entities[entity] ?? '');
}

const headerFields = new Set([
  'diameter.version', 'diameter.length', 'diameter.flags', 'diameter.cmd.code', 'diameter.applicationId', 'diameter.hopbyhopid', 'diameter.endtoendid',
]);
const notData = /^diameter\.(avp\.(code|flags|len|vendorId|pad|invalid)|flags|avp$)/;

export function parsePdml(text: string): TsharkMessage[] {
  const messages: TsharkMessage[] = [];
  let hex = '';
  let avps: TsharkAvp[] = [];
  let isInside = false;
  // SDP and XML inside an AVP: protocols of their own.
  let foreign = 0;
  // Names of the open fields, and the AVPs among them.
  const open: string[] = [];
  const stack: TsharkAvp[] = [];
  // A tag may span lines: texts of several lines stand in attributes as they are.
  for (const [line] of text.matchAll(/<[^>]*>/g)) {
    if (line.includes('<proto name="diameter"')) {
      isInside = true;
      hex = '';
      avps = [];
    } else if (isInside && line.includes('<proto ')) {
      if (!line.trimEnd().endsWith('/>')) foreign++;
    } else if (foreign > 0) {
      if (line.includes('</proto>')) foreign--;
    } else if (line.includes('</proto>')) {
      if (isInside && hex !== '') messages.push({ bytes: Uint8Array.from(Buffer.from(hex, 'hex')), avps });
      isInside = false;
    } else if (isInside && line.includes('</field>')) {
      if (open.pop() === 'diameter.avp') stack.pop();
    } else if (isInside && line.includes('<field ')) {
      const name = attribute(line, 'name');
      const value = attribute(line, 'value');
      if (open.length === 0 && (headerFields.has(name) || name === 'diameter.avp')) hex += value;
      const avp = stack.at(-1);
      if (avp && open.at(-1) === 'diameter.avp') readField(avp, name, line, value);
      if (name === 'diameter.avp') {
        const fresh: TsharkAvp = { code: -1, flags: 0, length: 0, vendor: 0, name: '', field: '', show: '', showName: '', data: '', summary: attribute(line, 'showname').replace(/^.*? val=/, ''), children: 0 };
        if (avp) avp.children++;
        avps.push(fresh);
        stack.push(fresh);
      }
      if (!line.trimEnd().endsWith('/>')) open.push(name);
      else if (name === 'diameter.avp') stack.pop();
    }
  }
  return messages;
}

function readField(avp: TsharkAvp, name: string, line: string, value: string): void {
  const show = attribute(line, 'show');
  if (name === 'diameter.avp.code') {
    avp.code = Number(show);
    avp.name = attribute(line, 'showname').replace(/^AVP Code: \d+ ?/, '');
  } else if (name === 'diameter.avp.flags') avp.flags = Number(show);
  else if (name === 'diameter.avp.len') avp.length = Number(show);
  else if (name === 'diameter.avp.vendorId') avp.vendor = Number(show);
  else if (!notData.test(name) && avp.field === '') {
    avp.field = name;
    avp.show = show;
    avp.showName = attribute(line, 'showname');
    avp.data = value;
  }
}
