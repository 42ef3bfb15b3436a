/** The canvas wears the theme of the editor, also one that is put on while it is looked at. */
import { describe, expect, test } from 'vitest';
import { needs } from '../needs.ts';
import { useScreen } from './screen.ts';
import { grounds, openTimeline, root } from './timeline.mjs';
import { runCommand } from './workbench.mjs';

const brightness = (rgb: readonly number[]): number => rgb.reduce((sum, part) => sum + part, 0) / 3;

describe('a theme that changes', needs('vscode'), () => {
  const screen = useScreen({ theme: 'dark' });

  test('light after dark', async () => {
    const { page } = await screen.open();
    await openTimeline(page, 'capture.pcap');
    const dark = await grounds(page);
    expect(dark.painted).toEqual(dark.themed);
    expect(brightness(dark.painted)).toBeLessThan(64);
    await runCommand(page, 'Preferences: Toggle between Light/Dark Themes');
    await expect.poll(async () => brightness((await grounds(page)).painted)).toBeGreaterThan(192);
    const light = await grounds(page);
    expect(light.painted).toEqual(light.themed);
  });
});

describe('high contrast', needs('vscode'), () => {
  const screen = useScreen({ theme: 'contrast' });

  test('the ground is black and the editor says so', async () => {
    const { page } = await screen.open();
    await openTimeline(page, 'capture.pcap');
    expect(await grounds(page)).toEqual({ painted: [0, 0, 0], themed: [0, 0, 0] });
    expect(await root(page).getAttribute('class')).toContain('vscode-high-contrast');
  });
});
