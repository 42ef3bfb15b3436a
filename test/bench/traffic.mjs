// @ts-check
/** `node traffic.mjs`: the benchmark's node on stdout as a pcap that never ends, as fast as it is read. */
import { simulate } from './generate.mjs';

try {
  simulate(Infinity, 1, 1, '/dev/null');
} catch (error) {
  // The reader has had enough.
  if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPIPE') throw error;
}
