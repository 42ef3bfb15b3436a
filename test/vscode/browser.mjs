/** The headless browser of the npm package, through Playwright. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { browserFolder, home } from './home.mjs';

const { chromium } = createRequire(join(home, 'package.json'))('playwright-core');

const switches = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update',
  '--disable-sync',
];

/** @returns {Promise<import('playwright-core').Browser>} */
export function launchBrowser() {
  return chromium.launch({
    headless: true,
    executablePath: join(browserFolder, 'chromium'),
    args: switches,
    env: { ...process.env, LD_LIBRARY_PATH: join(browserFolder, 'lib'), FONTCONFIG_FILE: join(browserFolder, 'fonts.conf') },
  });
}
