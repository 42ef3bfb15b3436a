/**
 * Entry of the suites inside the extension host: VS Code calls run(). The outcomes go to the file named by STALLSCOPE_OUTCOMES, because
 * standard output there is full of VS Code's own words.
 */
import { writeFileSync } from 'node:fs';
import { activation } from './activation.ts';
import { opening } from './opening.ts';
import { strace } from './strace.ts';
import type { Outcome, Suite } from './suite.ts';

const suites: Readonly<Record<string, Suite>> = { activation, opening, strace };

const HANGS_MS = 60_000;

async function outcomeOf(title: string, test: Suite[string]): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const hangs = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not end within ${HANGS_MS / 1000} s`)), HANGS_MS);
  });
  try {
    await Promise.race([test(), hangs]);
    return { title };
  } catch (error) {
    return { title, failure: (error instanceof Error && error.stack) || String(error) };
  } finally {
    clearTimeout(timer);
  }
}

export async function run(): Promise<void> {
  const outcomes: Outcome[] = [];
  for (const [name, suite] of Object.entries(suites)) {
    for (const [title, test] of Object.entries(suite)) outcomes.push(await outcomeOf(`${name}: ${title}`, test));
  }
  writeFileSync(process.env.STALLSCOPE_OUTCOMES!, JSON.stringify(outcomes));
}
