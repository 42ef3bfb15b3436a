import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** A shared two-core machine under load must not fail a test: the limit only ends what hangs. */
const HANGS_MS = 120_000;

const limits = { testTimeout: HANGS_MS, hookTimeout: HANGS_MS };

export default defineConfig({
  test: {
    projects: [
      {
        // What views need of it; all else is tried in a real VS Code.
        resolve: { alias: { vscode: fileURLToPath(new URL('test/extension/vscode.ts', import.meta.url)) } },
        test: {
          name: 'node', include: ['test/**/*.test.ts'], exclude: ['**/node_modules/**', 'test/vscode/**', 'test/vm/**', 'test/native/**'], ...limits,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          // Captures of one machine's packets, one after the other.
          name: 'native', include: ['test/native/*.test.ts'], globalSetup: 'test/native/setup.mjs', ...limits, sequence: { groupOrder: 3 }, maxWorkers: 1,
        },
      },
      {
        // An emulated machine takes both cores for a minute or two.
        test: { name: 'vm', include: ['test/vm/*.test.ts'], ...limits, sequence: { groupOrder: 2 }, maxWorkers: 1 },
      },
      {
        test: {
          name: 'vscode', include: ['test/vscode/*.test.ts'], globalSetup: 'test/vscode/setup.ts', ...limits,
          // A VS Code and a browser take both cores: one at a time, and after everything else.
          sequence: { groupOrder: 1 }, maxWorkers: 1,
        },
      },
    ],
  },
});
