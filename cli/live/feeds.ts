/**
 * Named pipes in a folder of this user alone. Through them programs feed a live session that it must not start itself, because only root may:
 * the user starts them, and they end when the session reads no more.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class Feeds {
  #folder: string | undefined;

  /** The path of a new one. */
  pipe(name: string): string {
    this.#folder ??= mkdtempSync(join(process.env['XDG_RUNTIME_DIR'] ?? tmpdir(), 'stallscope-'));
    const path = join(this.#folder, name);
    execFileSync('mkfifo', ['-m', '600', path], { stdio: 'ignore' });
    return path;
  }

  remove(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }
}
