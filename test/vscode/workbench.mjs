/** A window of VS Code, by what a user sees in it: the explorer, tabs, editors, the palette, Problems, the document of a webview. */
const PATIENCE_MS = 60_000;

/**
 * @param {import('playwright-core').Browser} browser
 * @param {{ url: string }} server
 * @param {string} folder the workspace
 * @param {{ width?: number, height?: number, ready?: string }} options `ready`: something the extension contributes; before it is
 *   there a double click opens VS Code's own editor.
 */
export async function openWindow(browser, server, folder, { width = 1280, height = 800, ready } = {}) {
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`${server.url}/?folder=${encodeURIComponent(folder)}`);
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  if (ready) await page.locator(ready).first().waitFor();
  return page;
}

export const explorerItem = (page, name) => page.locator('.explorer-folders-view').getByRole('treeitem', { name });

/** The document inside the visible webview. */
export const webview = (page) => page.locator('iframe.webview.ready:visible').last().contentFrame().frameLocator('iframe#active-frame');

export const activeTab = (page, name) => page.locator('.tab.active', { hasText: name });

export async function runCommand(page, title) {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input[type="text"]');
  await input.waitFor();
  await input.fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title.replace(/^.*: /, '') }).first().click();
}

/** The names of all installed extensions, by the Extensions view. */
export async function installedExtensions(page) {
  await runCommand(page, 'Extensions: Show Installed Extensions');
  const names = page.locator('.extensions-viewlet .extension-list-item .name');
  await names.first().waitFor();
  return names.allTextContents();
}

export async function problems(page) {
  const rows = page.locator('.markers-panel .monaco-list-row');
  if (!(await page.locator('.markers-panel').isVisible())) await page.locator('#status\\.problems').click();
  await rows.first().waitFor();
  return rows.evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label')));
}

/** Opens a file of the explorer as a timeline and waits until all of it is drawn. */
export async function openTimeline(page, file) {
  await explorerItem(page, file).dblclick();
  await webview(page).locator('[data-state="done"]').waitFor();
}
