/** `stallscope doctor`: what a live capture may do on this machine, and the commands that enable the rest. Exit code 1: packets cannot be captured. */
import { networkNamespaces } from '../native/index.ts';
import { canCapture, hostText } from './live/hostWords.ts';
import { probe } from './live/probe.ts';

export async function doctor(): Promise<number> {
  const facts = await probe().checkHost();
  process.stdout.write(hostText(facts, networkNamespaces()));
  return canCapture(facts) ? 0 : 1;
}
