import { defineConfig } from 'vitest/config';

/** A shared two-core machine under load must not fail a test: the limit only ends what hangs. */
const HANGS_MS = 120_000;

export default defineConfig({ test: { include: ['test/**/*.test.ts'], testTimeout: HANGS_MS, hookTimeout: HANGS_MS } });
