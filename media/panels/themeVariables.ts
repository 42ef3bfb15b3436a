/** The canvas' colours for style sheets: `--line-alarm`, `--bar-alarm` and the like, so that a role looks the same everywhere. */
import { readTheme, watchTheme } from '../theme.ts';

export function keepThemeVariables(root: HTMLElement): void {
  const write = (): void => {
    const theme = readTheme();
    root.dataset['theme'] = theme.kind;
    const variables: Readonly<Record<string, string>> = {
      background: theme.background, raised: theme.raised, text: theme.text, muted: theme.muted, grid: theme.grid, border: theme.border, focus: theme.focus,
    };
    for (const [name, value] of Object.entries(variables)) root.style.setProperty(`--${name}`, value);
    for (const [role, value] of Object.entries(theme.line)) root.style.setProperty(`--line-${role}`, value);
    for (const [role, value] of Object.entries(theme.bar)) root.style.setProperty(`--bar-${role}`, value);
  };
  write();
  watchTheme(write);
}
