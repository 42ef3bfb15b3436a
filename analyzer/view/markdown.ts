/** The verdict for a ticket: the cards of a report as Markdown. */
import { cardsOf } from './card.ts';
import { cardsMarkdown } from './cardMarkdown.ts';
import type { Report } from './report.ts';

export function renderMarkdown(report: Report): string {
  return cardsMarkdown(cardsOf(report));
}
