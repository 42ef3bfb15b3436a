/** The tabs of the panel, in their order. */
import { t } from '../words.ts';

export const tabNames = ['Verdict', 'Details', 'Ladder', 'Events', 'Notes'] as const;

export type TabName = (typeof tabNames)[number];

export const tabTitles: Readonly<Record<TabName, string>> = {
  Verdict: t('Verdict'), Details: t('Details'), Ladder: t('Ladder'), Events: t('Events'), Notes: t('Notes'),
};
