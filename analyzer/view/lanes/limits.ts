/** The send-limit ribbon: at each instant the one thing that kept a sender from sending more. Derived. */
import { limits } from '../../diagnose/limits.ts';
import type { ClassInfo } from '../protocol.ts';
import type { Cause } from '../report.ts';
import { EventList } from './events.ts';
import type { Lane } from './lane.ts';
import { limitClasses } from './limitClasses.ts';
import type { LaneSource } from './source.ts';
import { SpanLane } from './spanLane.ts';

/** What no packet shows, and only the verdict on a stall tells. */
const judged: Partial<Readonly<Record<Cause, Pick<ClassInfo, 'name' | 'role' | 'shape'>>>> = {
  'send-buffer': { name: 'send buffer', role: 'sendBuffer', shape: 'bar' },
  'shared-socket': { name: 'shared socket', role: 'sharedSocket', shape: 'bar' },
  'memory-pressure': { name: 'memory', role: 'memory', shape: 'bar' },
};

export function limitLane(source: LaneSource, association: number, sender: 0 | 1, group: string, title: string): Lane {
  const byVerdict = Object.keys(judged) as Cause[];
  return new SpanLane(
    {
      id: `limits:${association + 1}:${sender}`, group, title, rows: 1, labelled: true,
      hint: 'What kept the sender from sending more at each instant. Derived from the window, the queue and the acknowledgements at the capture point; the congestion window is what remains when all else is open.',
      classes: [
        ...limits.map((limit) => ({ ...limitClasses[limit], table: 'limits' as const })),
        ...byVerdict.map((cause) => ({ ...judged[cause]!, table: 'stalls' as const })),
      ],
    },
    () => {
      const { timeline: { segments, end }, base } = source.timeline(association, sender);
      const lists = [...limits.map(() => new EventList()), ...byVerdict.map(() => new EventList())];
      for (let i = 0; i < segments.length; i++) {
        lists[segments.limit[i]!]!.add(segments.start[i]!, base + i, i + 1 < segments.length ? segments.start[i + 1]! : end);
      }
      source.stalls.forEach(({ association: own, cause }, i) => {
        const { stall, wire } = source.diagnosis.stalls[i]!.situation;
        const number = byVerdict.indexOf(cause);
        if (own === association + 1 && number >= 0 && wire?.sender === sender) lists[limits.length + number]!.add(stall.start, i + 1, stall.end);
      });
      return lists.map((list, number) => ({ class: number, sub: 0, events: list.finish() }));
    },
    () => source.prepareTimeline(association, sender),
  );
}
