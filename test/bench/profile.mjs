// @ts-check
/** Where stallscope spends its time: node --cpu-prof over the built command line, summed by function. */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const MOST_FUNCTIONS = 25;

/**
 * @param {readonly string[]} command of node, without node
 * @param {string} folder for the raw profile, which stays there to be opened in a browser's developer tools
 * @returns {string}
 */
export function profile(command, folder) {
  rmSync(folder, { recursive: true, force: true });
  spawnSync(process.execPath, ['--cpu-prof', `--cpu-prof-dir=${folder}`, ...command], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [name] = readdirSync(folder);
  /** @type {{ nodes: { id: number, callFrame: { functionName: string, url: string, lineNumber: number } }[], samples: number[], timeDeltas: number[] }} */
  const raw = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const frames = new Map(raw.nodes.map(({ id, callFrame }) => [id, `${callFrame.functionName || '(anonymous)'} ${callFrame.url.split('/').pop()}:${callFrame.lineNumber + 1}`]));
  /** @type {Map<string, number>} */
  const self = new Map();
  let total = 0;
  raw.samples.forEach((id, i) => {
    const frame = /** @type {string} */ (frames.get(id));
    self.set(frame, (self.get(frame) ?? 0) + raw.timeDeltas[i]);
    total += raw.timeDeltas[i];
  });
  const top = [...self].sort((a, b) => b[1] - a[1]).slice(0, MOST_FUNCTIONS);
  const lines = top.map(([frame, time]) => `${(time / 1e3).toFixed(0).padStart(8)} ms ${((100 * time) / total).toFixed(1).padStart(5)} %  ${frame}`);
  return [`${(total / 1e6).toFixed(2)} s, by own time; raw profile: ${join(folder, name)}`, ...lines].join('\n');
}
