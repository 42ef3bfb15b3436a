/**
 * Chromium as its package carries it (brotli, with the libraries it needs) -> a folder to start it from, with a font configuration that
 * names fonts from a package: without a font, every text has zero size and counts as hidden.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { browserFolder, fonts, packedBrowser } from './home.mjs';

const unpacked = (name) => brotliDecompressSync(readFileSync(join(packedBrowser, `${name}.br`)));

const alias = (family, font) => `<alias binding="strong"><family>${family}</family><prefer><family>${font}</family></prefer></alias>`;
const family = (name) => `<pattern><patelt name="family"><string>${name}</string></patelt></pattern>`;

const fontConfiguration = [
  '<?xml version="1.0"?>',
  '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
  '<fontconfig>',
  `<dir>${fonts}</dir>`,
  `<cachedir>${join(browserFolder, 'fontcache')}</cachedir>`,
  alias('monospace', 'DejaVu Sans Mono'),
  alias('sans-serif', 'DejaVu Sans'),
  alias('system-ui', 'DejaVu Sans'),
  // Whatever else a page asks for is not to be answered with serifs.
  ...['DejaVu Serif', 'DejaVu Serif Condensed', 'DejaVu Math TeX Gyre'].map((name) => `<selectfont><rejectfont>${family(name)}</rejectfont></selectfont>`),
  '</fontconfig>',
].join('\n');

export function unpackBrowser() {
  rmSync(browserFolder, { recursive: true, force: true });
  mkdirSync(browserFolder, { recursive: true });
  writeFileSync(join(browserFolder, 'chromium'), unpacked('chromium'), { mode: 0o755 });
  for (const archive of ['al2023.tar', 'swiftshader.tar']) execFileSync('tar', ['x', '-C', browserFolder], { input: unpacked(archive) });
  writeFileSync(join(browserFolder, 'fonts.conf'), fontConfiguration);
}
