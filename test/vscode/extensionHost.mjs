/**
 * Runs a module inside the extension host of a real VS Code, beside the extension under development: `suites` is the module, whose `run()`
 * VS Code calls; `environment` reaches it. Resolves to VS Code's exit code (0: run() resolved) and what was logged.
 */
import { format } from 'node:util';
import { launchBrowser } from './browser.mjs';
import { startServer } from './server.mjs';

const HANGS_MS = 180_000;

/** The workbench reads its configuration from an attribute of its page; the options of a development host are added there. */
function addDevelopmentOptions(options) {
  const original = Element.prototype.getAttribute;
  Element.prototype.getAttribute = function getAttribute(name) {
    const value = original.call(this, name);
    if (name !== 'data-settings' || this.id !== 'vscode-workbench-web-configuration') return value;
    const configuration = JSON.parse(value);
    configuration.developmentOptions = { ...configuration.developmentOptions, ...options };
    return JSON.stringify(configuration);
  };
}

/** @param {{ extension: string, suites: string, workspace: string, environment?: Record<string, string> }} options */
export async function runInExtensionHost({ extension, suites, workspace, environment = {} }) {
  const server = await startServer({ env: environment });
  const log = [];
  let browser;
  let timer;
  try {
    browser = await launchBrowser();
    const page = await (await browser.newContext()).newPage();
    const uri = (path) => ({ $mid: 1, scheme: 'vscode-remote', authority: `127.0.0.1:${server.port}`, path });
    await page.exposeFunction('codeAutomationLog', (type, values) => log.push(`[${type}] ${format(...values)}`));
    const exited = new Promise((resolve) => page.exposeFunction('codeAutomationExit', resolve));
    await page.addInitScript(addDevelopmentOptions, { extensions: [uri(extension)], extensionTestsPath: uri(suites) });
    await page.goto(`${server.url}/?folder=${encodeURIComponent(workspace)}`);
    const hung = new Promise((resolve) => (timer = setTimeout(resolve, HANGS_MS, undefined)));
    return { code: await Promise.race([exited, hung]), log: log.join('\n') };
  } finally {
    clearTimeout(timer);
    await browser?.close();
    await server.stop();
  }
}
