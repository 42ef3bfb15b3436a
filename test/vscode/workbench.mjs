/** A window of VS Code, by what a user sees in it: the explorer, tabs, editors, the palette, Problems, the document of a webview. */

/** A loaded machine must not fail a test: the limit only ends what hangs. */
const PATIENCE_MS = 100_000;
/** After so long a window that comes up is asked again. */
const ASK_AGAIN_MS = 10_000;

/**
 * @param {import('playwright-core').Browser} browser
 * @param {{ url: string }} server
 * @param {string} folder the workspace
 * @param {{ width?: number, height?: number }} options
 */
export async function openWindow(browser, server, folder, { width = 1280, height = 800 } = {}) {
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`${server.url}/?folder=${encodeURIComponent(folder)}`);
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  // Before the extension is there, a double click opens VS Code's own editor.
  await page.locator('.activitybar .action-label[aria-label^="Stallscope"]').waitFor();
  return page;
}

export const explorerItem = (page, name) => page.locator('.explorer-folders-view').getByRole('treeitem', { name });

/** Opens a file of the explorer in the extension's editor. A window that comes up may still have only its own for it: then again. */
export async function openInWebview(page, file) {
  const ownEditor = page.locator('.monaco-editor-pane-placeholder');
  await explorerItem(page, file).dblclick();
  await page.locator('.tab.active', { hasText: file }).waitFor();
  for (;;) {
    await ownEditor.or(page.locator('iframe.webview.ready:visible')).first().waitFor();
    if (!(await ownEditor.isVisible())) return;
    await runCommand(page, 'View: Close Editor');
    await explorerItem(page, file).dblclick();
  }
}

/** An entry of the menu of a file or folder. By keyboard: a menu that has just opened takes no click. */
export async function chooseInMenu(page, name, title) {
  await explorerItem(page, name).click({ button: 'right' });
  const entry = page.getByRole('menuitem', { name: title });
  await entry.hover();
  await page.keyboard.press('Enter');
  await entry.waitFor({ state: 'hidden' });
}

/** The document inside the visible webview. */
export const webview = (page) => page.locator('iframe.webview.ready:visible').last().contentFrame().frameLocator('iframe#active-frame');

export const activeTab = (page, name) => page.locator('.tab.active', { hasText: name });

export const textEditor = (page, file) => page.locator(`.monaco-editor[data-uri$="/${file}"]`);

/** Resolves when the cursor of the editor of a file stands in that line. */
export const cursorIn = (page, file, line) => textEditor(page, file).locator('.line-numbers.active-line-number', { hasText: new RegExp(`^${line}$`) }).waitFor();

export const statusBar = (page, text) => page.locator('.statusbar-item', { hasText: text });

/** A command by its title in the palette, once the palette has it: a window that comes up knows it late. */
export async function runCommand(page, title) {
  const input = page.locator('.quick-input-widget input[type="text"]');
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: title.replace(/^.*: /, '') }).first();
  for (const end = Date.now() + PATIENCE_MS; ; ) {
    await page.keyboard.press('F1');
    await input.waitFor();
    await input.fill(`>${title}`);
    try {
      await row.click({ timeout: ASK_AGAIN_MS });
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

/** The commands that the palette offers for a beginning. */
export async function offered(page, beginning) {
  await page.keyboard.press('F1');
  const list = page.locator('.quick-input-widget');
  await list.locator('input[type="text"]').fill(`>${beginning}`);
  await list.locator('.monaco-list-row', { hasText: beginning }).first().waitFor();
  const rows = await list.locator('.monaco-list-row').evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label')));
  await page.keyboard.press('Escape');
  return rows;
}

/** Ticks choices of the list at the top of the window, and takes them. */
export async function answer(page, choices) {
  const list = page.locator('.quick-input-widget');
  for (const choice of choices) await list.locator('.monaco-list-row', { hasText: choice }).first().click();
  await list.getByRole('button', { name: 'OK' }).click();
  await list.waitFor({ state: 'hidden' });
}

/** A row of the trees in the side bar. */
export const sidebarItem = (page, text) => page.locator('.sidebar').getByRole('treeitem', { name: text }).first();

/** Answers a question at the top of the window. */
export async function typeInto(page, text) {
  const input = page.locator('.quick-input-widget input[type="text"]');
  await input.fill(text);
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
}

/** Answers VS Code's own simple file dialog with what it proposes, once it proposes `name`. */
export async function acceptPath(page, name) {
  const input = page.locator('.quick-input-widget input[aria-label^="Folder path"]');
  await input.waitFor();
  await input.evaluate((element, wanted) => new Promise((resolve) => {
    const look = () => (element.value.endsWith(wanted) ? resolve() : requestAnimationFrame(look));
    look();
  }), name);
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
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
