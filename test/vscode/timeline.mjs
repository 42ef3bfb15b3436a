/** The timeline in its webview, by what it says of itself: `data-state`, the range in sight, the lanes' labels, the canvas. */
import { openInWebview, webview } from './workbench.mjs';

export const root = (page) => webview(page).locator('body.stallscope');
export const canvas = (page) => webview(page).getByRole('application');

/** Opens a file of the explorer and waits until all of it is read and drawn. */
export async function openTimeline(page, file) {
  await openInWebview(page, file);
  await drawn(page);
}

/** Resolves when what is there is drawn ("partial" while more is coming); says what the page says of itself when it is not. */
export async function drawn(page, state = 'ready') {
  try {
    await webview(page).locator(`body.stallscope[data-state="${state}"][data-tiles="fresh"]`).waitFor();
  } catch (error) {
    const facts = await root(page).evaluate((body) => JSON.stringify(body.dataset), undefined, { timeout: 1000 }).catch(() => 'there is no page');
    throw new Error(`the timeline was not drawn: ${facts}`, { cause: error });
  }
}

/** ns on the axis of a recording of one day: "03:46:52.805535" */
export function axisTime(text) {
  const [hours, minutes, seconds] = text.split(':').map(Number);
  return Math.round((hours * 3600 + minutes * 60 + seconds) * 1e9);
}

/** [from, to) in sight, ns. */
export async function range(page) {
  const element = root(page);
  return { from: Number(await element.getAttribute('data-from')), to: Number(await element.getAttribute('data-to')) };
}

/** A time in the middle of a lane, as a place on the page. */
export async function placeOf(page, lane, time) {
  await drawn(page);
  const { from, to } = await range(page);
  const plot = await canvas(page).boundingBox();
  const label = await webview(page).locator(`.lane-label[data-lane="${lane}"]`).boundingBox();
  return { x: plot.x + ((time - from) / (to - from)) * plot.width, y: label.y + label.height / 2 };
}

export async function clickAt(page, lane, time, clickCount = 1) {
  const { x, y } = await placeOf(page, lane, time);
  await page.mouse.click(x, y, { clickCount });
}

/** A key while the timeline has the focus. */
export async function press(page, key) {
  await canvas(page).focus();
  await page.keyboard.press(key);
}

/** Resolves when the row of a table is selected: "stalls:1". */
export const selection = (page, row) => webview(page).locator(`body.stallscope[data-selected="${row}"]`).waitFor();

/** Colours as [r, g, b]: of a pixel between the lanes, and of the theme's editor background. */
export const grounds = (page) => root(page).evaluate((body) => {
  const probe = document.createElement('canvas').getContext('2d');
  probe.fillStyle = getComputedStyle(body).getPropertyValue('--vscode-editor-background');
  probe.fillRect(0, 0, 1, 1);
  const rgb = (context, x, y) => [...context.getImageData(x, y, 1, 1).data].slice(0, 3);
  const base = body.querySelector('canvas.base');
  return { painted: rgb(base.getContext('2d'), base.width - 3, base.height - 3), themed: rgb(probe, 0, 0) };
});
