/**
 * One VS Code server on loopback with throw-away data: { url, port, log(), stop() }. `extensions` is a folder of extensions (a link to the
 * checkout will do); `env` reaches the extension host. A server of a killed test ends by itself.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { node, server } from './home.mjs';

const STARTS_MS = 60_000;
const ENDS_MS = 5_000;
/** Of nobody looking. */
const IDLE_S = 120;

/** Nothing opens by itself, nothing asks, nothing looks for a network; what is on the screen is ours. */
const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.simpleDialog.enable': true,
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.editor.enablePreview': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

const restrictedSettings = { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' };

const serverOptions = [
  '--auth=none', '--disable-telemetry', '--disable-update-check', '--disable-getting-started-override',
  '--disable-proxy', '--ignore-last-opened', '--reconnection-grace-time=1',
];

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function answers(url) {
  try {
    return (await fetch(`${url}/healthz`)).ok;
  } catch {
    return false;
  }
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', () => resolve(true)));
  child.kill('SIGTERM');
  if (!(await Promise.race([ended, pause(ENDS_MS, false)]))) child.kill('SIGKILL');
}

/** @param {{ extensions?: string, settings?: Record<string, unknown>, env?: Record<string, string>, port?: number,
 *   idleSeconds?: number, restricted?: boolean }} options `restricted`: workspaces are not trusted, and nobody is asked. */
export async function startServer({ extensions, settings = {}, env = {}, port, idleSeconds = IDLE_S, restricted = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'stallscope-vscode-'));
  const userData = join(folder, 'data');
  const installed = extensions ?? join(folder, 'extensions');
  const logFile = join(folder, 'server.log');
  mkdirSync(join(userData, 'User'), { recursive: true });
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(folder, 'config.yaml'), '');
  writeFileSync(join(userData, 'User/settings.json'), JSON.stringify({ ...quietSettings, ...(restricted ? restrictedSettings : {}), ...settings }));
  // Those that belong to the machine count only there.
  mkdirSync(join(userData, 'Machine'));
  writeFileSync(join(userData, 'Machine/settings.json'), JSON.stringify(settings));

  const chosenPort = port ?? (await freePort());
  const url = `http://127.0.0.1:${chosenPort}`;
  const log = openSync(logFile, 'w');
  const child = spawn(node, [
    server, ...serverOptions, ...(restricted ? [] : ['--disable-workspace-trust']), `--bind-addr=127.0.0.1:${chosenPort}`, `--config=${join(folder, 'config.yaml')}`,
    `--user-data-dir=${userData}`, `--extensions-dir=${installed}`, `--idle-timeout-seconds=${idleSeconds}`,
  ], {
    stdio: ['ignore', log, log],
    // An empty gallery: no extension is looked for on any network.
    env: { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8', TZ: 'UTC', EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...env },
  });
  const killWithUs = () => child.kill();
  process.once('exit', killWithUs);

  const stop = async () => {
    process.off('exit', killWithUs);
    await end(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const giveUp = Date.now() + STARTS_MS;
  while (!(await answers(url))) {
    if (child.exitCode !== null || Date.now() > giveUp) {
      const said = readFileSync(logFile, 'utf8');
      await stop();
      throw new Error(`the VS Code server did not start\n${said}`);
    }
    await pause(50);
  }
  return { url, port: chosenPort, log: () => readFileSync(logFile, 'utf8'), stop };
}
