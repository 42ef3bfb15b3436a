/** The words a verdict is told in, and the forms its numbers, times and places have. */
import { formatDuration, formatTimeOfDay, SECOND } from '../trace/time.ts';
import type { AssociationReport, Cause, EndpointReport, Evidence, Report } from './report.ts';

export const causeNames: Readonly<Record<Cause, string>> = {
  'peer-receive-window': 'peer window',
  'congestion-window': 'loss',
  'path-failure': 'path',
  'send-buffer': 'send buffer',
  'shared-socket': 'shared socket',
  'nagle-delayed-sack': 'Nagle',
  'memory-pressure': 'memory',
  unknown: 'unknown',
};

export function group(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** "1 message", "51 messages". */
export function count(value: number, noun: string): string {
  const plural = noun.endsWith('s') ? `${noun}es` : `${noun}s`;
  return `${group(value)} ${value === 1 ? noun : plural}`;
}

const splitTime = (epochNs: string): { seconds: number; rest: number } => {
  const time = BigInt(epochNs);
  return { seconds: Number(time / 1_000_000_000n), rest: Number(time % 1_000_000_000n) };
};

/** "03:46:52.805123" (UTC). */
export function timeOfDay(epochNs: string): string {
  const { seconds, rest } = splitTime(epochNs);
  return formatTimeOfDay(seconds, rest);
}

/** "2026-11-23"; undefined for a recording that shows no date. */
export function dateOf(epochNs: string): string | undefined {
  const { seconds } = splitTime(epochNs);
  const date = new Date(seconds * 1000).toISOString().slice(0, 10);
  return date.startsWith('1970') ? undefined : date;
}

export function between(fromNs: string, toNs: string): string {
  return formatDuration(Number(BigInt(toNs) - BigInt(fromNs)));
}

/** "+3600.000412 s", "-12.3 us". */
export function signed(ns: number): string {
  const text = Math.abs(ns) >= SECOND ? `${(ns / SECOND).toFixed(6)} s` : formatDuration(ns);
  return ns > 0 ? `+${text}` : text;
}

/** "10.0.0.1:36002", "[fd00::1]:3868 (+1)". */
export function endpointText({ addresses, port }: EndpointReport): string {
  const [first = '?', ...others] = addresses;
  const address = first.includes(':') ? `[${first}]` : first;
  return `${address}:${port}${others.length > 0 ? ` (+${others.length})` : ''}`;
}

export function associationText({ local, peer }: AssociationReport): string {
  return `${endpointText(local)} → ${endpointText(peer)}`;
}

/** A path as short as it can be without being ambiguous among the inputs. */
export function shortPath(report: Report, path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const alike = report.inputs.filter((input) => input.path.slice(input.path.lastIndexOf('/') + 1) === name);
  return alike.length > 1 ? path : name;
}

/** "client.strace:7225", "frame 471", with several captures "wire.pcap frame 471". */
export function placeOf(report: Report, { file, line, frame }: Pick<Evidence, 'file' | 'line' | 'frame'>): string {
  if (line !== undefined) return `${shortPath(report, file)}:${line}`;
  if (frame === undefined) return shortPath(report, file);
  const captures = report.inputs.filter((input) => input.kind === 'pcap' || input.kind === 'pcapng');
  return captures.length > 1 ? `${shortPath(report, file)} frame ${frame}` : `frame ${frame}`;
}
