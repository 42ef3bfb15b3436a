/**
 * `npm run screenshots`: the pictures of the README, made in a real VS Code into media/readme/. They are for eyes: look at each of them
 * before you commit it.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, Refusal, refuseInWords, root, runQuietly } from '../../cli/prepare.mjs';
import { setDesk } from './desk.mjs';
import { extensionsFolder } from './extensionsFolder.mjs';
import { install } from './install.mjs';
import { copyOfRecording } from './sample.mjs';
import { drawn, openTimeline } from './timeline.mjs';
import { runCommand } from './workbench.mjs';

const SIZE = { width: 1440, height: 900 };
const folder = join(root, 'media/readme');

/** name of the picture, recording, file that is opened, theme */
const pictures = [
  ['stall-dark', 'erlang-slow-peer', 'capture.pcap', 'dark'],
  ['stall-light', 'erlang-slow-peer', 'capture.pcap', 'light'],
  ['stall-contrast', 'erlang-slow-peer', 'capture.pcap', 'contrast'],
  ['loss-dark', '005-loss', 'capture.pcap.zst', 'dark'],
  ['failover-dark', '017-multihomed-failover', 'capture.pcap.gz', 'dark'],
];

/** The sides of the window show what is of no interest here, and a pointer makes a crosshair. */
async function clearTheDesk(page) {
  for (const title of ['View: Close Primary Side Bar', 'Notifications: Clear All Notifications']) await runCommand(page, title);
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  await page.mouse.move(0, 0);
  await drawn(page);
}

async function take([name, recording, file, theme], extensions) {
  process.stderr.write(`${name} …\n`);
  const sample = copyOfRecording(recording);
  const desk = await setDesk({ extensions, theme });
  try {
    const page = await desk.open(sample.workspace, SIZE);
    await openTimeline(page, file);
    await clearTheDesk(page);
    await page.screenshot({ path: join(folder, `${name}.png`) });
  } finally {
    await desk.close();
    sample.remove();
  }
}

await refuseInWords(async () => {
  await prepare();
  await install();
  const { code, output } = await runQuietly('building the extension', process.execPath, ['esbuild.mjs']);
  if (code !== 0) throw new Refusal(`The build failed:\n${output.trim()}`);
  mkdirSync(folder, { recursive: true });
  const extensions = extensionsFolder(root);
  const wanted = process.argv.slice(2);
  try {
    for (const picture of pictures) if (wanted.length === 0 || wanted.includes(picture[0])) await take(picture, extensions.path);
  } finally {
    extensions.remove();
  }
  process.stdout.write(`written to ${folder}\n`);
  return 0;
});
