/** The extension is there, wakes up, and keeps to what its manifest says. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Suite } from './suite.ts';

const stallscope = (): vscode.Extension<unknown> => {
  const extension = vscode.extensions.getExtension('stallscope.stallscope');
  assert.ok(extension, 'VS Code does not know the extension');
  return extension;
};

interface Contributions {
  readonly commands?: readonly { readonly command: string }[];
}

export const activation: Suite = {
  'it activates': async () => {
    await stallscope().activate();
    assert.equal(stallscope().isActive, true);
  },

  'every command of the manifest is registered': async () => {
    await stallscope().activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    const { contributes } = stallscope().packageJSON as { contributes?: Contributions };
    const promised = (contributes?.commands ?? []).map(({ command }) => command);
    assert.deepEqual(promised.filter((command) => !registered.has(command)), []);
  },
};
