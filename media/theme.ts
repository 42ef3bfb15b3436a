/**
 * Colours by meaning. They come from the variables that VS Code sets for its theme; the static report has none, so each has a fallback for
 * light, dark and high contrast. Canvas wants finished colours, so they are read once and again when the theme changes.
 */
import type { Role } from '../analyzer/view/protocol.ts';

export type ThemeKind = 'dark' | 'light' | 'contrast' | 'contrastLight';

type Rgb = readonly [red: number, green: number, blue: number];

export interface Theme {
  readonly kind: ThemeKind;
  readonly background: string;
  /** Of bands and of every other group. */
  readonly raised: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly border: string;
  readonly focus: string;
  readonly selection: string;
  /** Full strength: lines, glyphs, text. */
  readonly line: Readonly<Record<Role, string>>;
  /** Ticks, of which there are many. */
  readonly tick: Readonly<Record<Role, string>>;
  /** Calmer: bars. */
  readonly bar: Readonly<Record<Role, string>>;
  /** Calmer still: beneath the lines of hatched bars. */
  readonly hatched: Readonly<Record<Role, string>>;
  /** Text on a bar of this role. */
  readonly onBar: Readonly<Record<Role, string>>;
  /** Behind lines. */
  readonly area: Readonly<Record<Role, string>>;
  readonly font: string;
  readonly smallFont: string;
  readonly boldFont: string;
  readonly monospace: string;
}

/** VS Code's variable, and what stands for it in the dark and in the light. */
type Source = readonly [variables: readonly string[], dark: string, light: string];

const blue: Source = [['charts-blue'], '#3794ff', '#1a6fc4'];
const red: Source = [['charts-red'], '#f14c4c', '#d1242f'];
const green: Source = [['charts-green'], '#7cc379', '#388a34'];
const yellow: Source = [['charts-yellow'], '#d7a928', '#a67c00'];
const orange: Source = [['charts-orange'], '#d18616', '#c05c00'];
const purple: Source = [['charts-purple'], '#b180d7', '#7b45b5'];
const cyan: Source = [['terminal-ansiCyan'], '#3fb8c4', '#0f7f92'];
const teal: Source = [[], '#3fbfa0', '#0b7f68'];
const magenta: Source = [['terminal-ansiMagenta'], '#d670d6', '#a626a4'];
const grey: Source = [['descriptionForeground'], '#9d9d9d', '#6b6b6b'];
const faint: Source = [[], '#5f6368', '#b4b8bd'];

/** The meaning of a role, as a colour and as how strongly its bars cover the background. */
const roles: Readonly<Record<Role, readonly [Source, number]>> = {
  neutral: [grey, 0.42], idle: [faint, 0.26], flowing: [teal, 0.38], good: [green, 0.55], warning: [orange, 0.75], alarm: [red, 0.66],
  data: [teal, 0.8], sack: [blue, 0.8], control: [magenta, 0.8], receive: [cyan, 0.8], poll: [faint, 0.5], queued: [purple, 0.75],
  peerWindow: [blue, 0.62], congestion: [yellow, 0.55], path: [magenta, 0.72], sendBuffer: [orange, 0.8], sharedSocket: [purple, 0.72], nagle: [cyan, 0.55],
  memory: [yellow, 0.6], unknown: [grey, 0.3],
};

const AREA = 0.2;
const HATCHED = 0.42;
const TICK = 0.8;

/** Reads the colours that hold now. */
export function readTheme(): Theme {
  const kind = themeKind();
  const light = kind === 'light' || kind === 'contrastLight';
  const contrast = kind === 'contrast' || kind === 'contrastLight';
  const style = getComputedStyle(document.body);
  const read = ([variables, dark, bright]: Source): string => {
    for (const name of variables) {
      const value = style.getPropertyValue(`--vscode-${name}`).trim();
      if (value !== '') return value;
    }
    return light ? bright : dark;
  };
  const background = toRgb(read([['editor-background'], contrast ? '#000000' : '#1f1f1f', '#ffffff']));
  const text = read([['foreground', 'editor-foreground'], contrast ? '#ffffff' : '#cccccc', '#3b3b3b']);
  const of = <T>(make: (source: Source, strength: number) => T): Record<Role, T> =>
    Object.fromEntries(Object.entries(roles).map(([role, [source, strength]]) => [role, make(source, strength)])) as Record<Role, T>;
  const solid = (source: Source, strength: number): Rgb => mix(background, toRgb(read(source)), contrast ? Math.min(1, strength + 0.25) : strength);
  const family = style.getPropertyValue('--vscode-font-family').trim() || 'system-ui, "Segoe UI", Ubuntu, sans-serif';
  const mono = style.getPropertyValue('--vscode-editor-font-family').trim() || 'ui-monospace, Consolas, "DejaVu Sans Mono", monospace';
  const foreground = toRgb(text);
  return {
    kind,
    background: css(background),
    raised: css(mix(background, foreground, contrast ? 0 : 0.045)),
    text: css(foreground),
    muted: css(mix(background, foreground, contrast ? 1 : 0.68)),
    grid: css(mix(background, foreground, contrast ? 0.3 : 0.085)),
    border: read([['contrastBorder', 'panel-border', 'widget-border'], contrast ? '#6fc3df' : '#333333', contrast ? '#0f4a85' : '#d9d9d9']),
    focus: read([['focusBorder'], contrast ? '#f38518' : '#0078d4', '#0066b8']),
    selection: css(foreground),
    line: of((source) => css(toRgb(read(source)))),
    tick: of((source) => css(mix(background, toRgb(read(source)), contrast ? 1 : TICK))),
    bar: of((source, strength) => css(solid(source, strength))),
    hatched: of((source, strength) => css(mix(background, toRgb(read(source)), strength * HATCHED))),
    onBar: of((source, strength) => readableOn(solid(source, strength))),
    area: of((source) => css(mix(background, toRgb(read(source)), AREA))),
    font: `12px ${family}`,
    smallFont: `10.5px ${family}`,
    boldFont: `600 11.5px ${family}`,
    monospace: `11px ${mono}`,
  };
}

function themeKind(): ThemeKind {
  const { classList } = document.body;
  if (classList.contains('vscode-high-contrast-light')) return 'contrastLight';
  if (classList.contains('vscode-high-contrast')) return 'contrast';
  if (classList.contains('vscode-light')) return 'light';
  if (classList.contains('vscode-dark')) return 'dark';
  const light = matchMedia('(prefers-color-scheme: light)').matches;
  if (matchMedia('(prefers-contrast: more), (forced-colors: active)').matches) return light ? 'contrastLight' : 'contrast';
  return light ? 'light' : 'dark';
}

/** Calls `changed` when VS Code or the system switches its theme. */
export function watchTheme(changed: () => void): void {
  new MutationObserver(changed).observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  new MutationObserver(changed).observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  for (const query of ['(prefers-color-scheme: light)', '(prefers-contrast: more)', '(forced-colors: active)']) matchMedia(query).addEventListener('change', changed);
}

const black: Rgb = [0, 0, 0];

/** Any CSS colour as numbers; transparent parts lie over black. */
function toRgb(color: string): Rgb {
  const hex = /^#([\da-f]{3,8})$/i.exec(color)?.[1];
  if (hex !== undefined) {
    const wide = hex.length < 6 ? [...hex].map((digit) => digit + digit).join('') : hex;
    return [0, 2, 4].map((at) => Number.parseInt(wide.slice(at, at + 2), 16)) as unknown as Rgb;
  }
  const numbers = color.match(/[\d.]+/g)?.map(Number);
  return numbers && numbers.length >= 3 ? (numbers.slice(0, 3) as unknown as Rgb) : black;
}

function mix(from: Rgb, to: Rgb, part: number): Rgb {
  return from.map((value, i) => value + (to[i]! - value) * part) as unknown as Rgb;
}

const css = (rgb: Rgb): string => `rgb(${rgb.map(Math.round).join(', ')})`;

/** WCAG 2.2, relative luminance. */
function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** White or near black, whichever is better to read on `rgb`. */
function readableOn(rgb: Rgb): string {
  const level = luminance(rgb);
  return 1.05 / (level + 0.05) >= (level + 0.05) / 0.06 ? '#ffffff' : '#111111';
}
