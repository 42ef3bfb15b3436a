/** Tells the stalls of a live session as they are recognised, each backlog once: what goes on refusing while it drains is one line when it is over. */
import { foldedTexts, episodesOf, stallsOf, type Episode } from '../../analyzer/view/episodes.ts';
import type { StallReport } from '../../analyzer/view/report.ts';
import type { Session } from '../../analyzer/view/session.ts';
import type { Seen } from './seen.ts';

export class StallTeller {
  readonly #say: (line: string) => void;
  /** Stalls of a backlog that was told before: not told yet, because more may follow. */
  #further: StallReport[] = [];

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /** To be asked before `seen` notes the session. */
  look(session: Session, seen: Seen): void {
    const { diagnosis, report } = session.conclusion;
    const fresh = new Set(report.stalls.filter((_, i) => seen.isNew(session, diagnosis.stalls[i]!.situation.stall)));
    const further: StallReport[] = [];
    for (const episode of fresh.size === 0 ? [] : episodesOf(report.stalls)) {
      const own = stallsOf(episode);
      const news = own.filter((stall) => fresh.has(stall));
      if (news.length === own.length) {
        this.finish();
        this.#tell(episode);
      } else further.push(...news);
    }
    if (further.length === 0) this.finish();
    this.#further.push(...further);
  }

  /** Says what it held back. */
  finish(): void {
    const [first] = this.#further;
    if (!first) return;
    for (const { text } of foldedTexts({ main: first, before: [], after: this.#further })) this.#say(`  ${text}`);
    this.#further = [];
  }

  #tell(episode: Episode): void {
    this.#say(episode.main.summary.join(' · '));
    for (const { text } of foldedTexts(episode)) this.#say(`  ${text}`);
  }
}
