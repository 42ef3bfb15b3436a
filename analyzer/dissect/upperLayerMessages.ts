/**
 * The first bytes of a user message and its PPID in, the name of the message out ("M3UA ASPUP"), for upper layers other than
 * Diameter. One small table a protocol family: sigtranMessages.ts, applicationParts.ts.
 */
import { applicationPartName } from './applicationParts.ts';
import { sigtranName } from './sigtranMessages.ts';
import { Ppid, ppidName, ppidOf } from './upperLayers.ts';

/** `head0` is the first word of the message as in trace.messages; `known` says how many bytes of it were captured. */
export function upperLayerMessageName(ppid: number, head0: number, known: number): string {
  const meant = ppidOf(ppid);
  const layer = ppid === 0 ? 'message' : ppidName(ppid);
  if (known < 4) return layer;
  switch (meant) {
    case Ppid.M3ua:
    case Ppid.Sua:
    case Ppid.M2ua:
    case Ppid.M2pa:
    case Ppid.Iua:
      return `${layer} ${sigtranName(head0)}`;
    case Ppid.S1ap:
    case Ppid.Ngap:
    case Ppid.X2ap:
      return `${layer} ${applicationPartName(meant, head0)}`;
    default:
      return layer;
  }
}
