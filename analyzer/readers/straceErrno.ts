/** Errno names in bytes -> numbers, and the restart codes that strace prints after `= ?`. */
import { errnoNumbers } from '../trace/errnoNames.ts';
import { Words } from '../trace/words.ts';

const EINTR = 4;
/** A name that is not in the table. */
export const UNKNOWN_ERRNO = 255;

const numbers: Record<string, number> = { ...errnoNumbers };
// The program sees EINTR, or the same call again.
for (const name of ['ERESTARTSYS', 'ERESTARTNOINTR', 'ERESTARTNOHAND', 'ERESTART_RESTARTBLOCK']) numbers[name] = EINTR;

const words = new Words(numbers);

/** Number of the errno name bytes[start, end). */
export function errnoOf(bytes: Uint8Array, start: number, end: number): number {
  const number = words.find(bytes, start, end);
  return number < 0 ? UNKNOWN_ERRNO : number;
}
