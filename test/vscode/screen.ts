/**
 * The screen of a real VS Code with the installed .vsix, for the tests of one file: `useScreen()` at its top, `open()` in its tests. All
 * ends with the file; a test that fails leaves a picture of each open window in test/vscode/failures/.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { setDesk } from './desk.mjs';
import { copyOfRecording } from './sample.mjs';
import type { openWindow } from './workbench.mjs';

const failures = fileURLToPath(new URL('failures', import.meta.url));

/** Playwright's; its package need not be there to check types. */
export type Page = Awaited<ReturnType<typeof openWindow>>;
type DeskOptions = Omit<Parameters<typeof setDesk>[0], 'extensions'>;

export interface Opened {
  readonly page: Page;
  /** The copy of the recording that the window shows. */
  readonly workspace: string;
}

export interface Screen {
  /** A window on a copy of a recording. `prepare` may add to the copy or harm it before it is opened. */
  open(recording?: string, prepare?: (workspace: string) => void): Promise<Opened>;
}

export function useScreen(options: DeskOptions = {}): Screen {
  let desk: Awaited<ReturnType<typeof setDesk>> | undefined;
  const pages: Page[] = [];
  const leftovers: (() => void)[] = [];

  beforeAll(async () => {
    desk = await setDesk({ extensions: inject('extensions'), ...options });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    mkdirSync(failures, { recursive: true });
    const name = task.name.replaceAll(/\W+/g, '-');
    for (const [index, page] of pages.entries()) await page.screenshot({ path: join(failures, `${name}-${index + 1}.png`) });
  });
  afterAll(async () => {
    await desk?.close();
    for (const remove of leftovers) remove();
  });

  return {
    async open(recording, prepare) {
      const sample = copyOfRecording(recording);
      leftovers.push(sample.remove);
      prepare?.(sample.workspace);
      const page = await desk!.open(sample.workspace);
      pages.push(page);
      return { page, workspace: sample.workspace };
    },
  };
}
