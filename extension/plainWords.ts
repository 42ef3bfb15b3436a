/** Words of a recording as the editor's own words may carry them: `$(name)` would be an icon there, `[text](target)` a link. */
export const plainWords = (text: string): string => text.replaceAll('$(', '$ (').replaceAll('](', '] (');
