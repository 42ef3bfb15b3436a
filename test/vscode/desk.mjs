/** A VS Code server with a browser before it, and any number of windows: `open(folder)`; `close()` ends all of it. */
import { launchBrowser } from './browser.mjs';
import { startServer } from './server.mjs';
import { themes } from './themes.mjs';
import { openWindow } from './workbench.mjs';

/** @param {{ extensions: string, theme?: keyof themes, settings?: Record<string, unknown>, restricted?: boolean }} options */
export async function setDesk({ extensions, theme = 'dark', settings = {}, restricted = false }) {
  const server = await startServer({ extensions, restricted, settings: { 'workbench.colorTheme': themes[theme], ...settings } });
  try {
    const browser = await launchBrowser();
    return {
      /** @param {string} folder @param {Parameters<typeof openWindow>[3]} [options] */
      open: (folder, options) => openWindow(browser, server, folder, options),
      close: async () => {
        await browser.close();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
