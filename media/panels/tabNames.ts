/** The tabs of the panel, in their order. */
export const tabNames = ['Verdict', 'Details', 'Ladder', 'Events', 'Notes'] as const;

export type TabName = (typeof tabNames)[number];
