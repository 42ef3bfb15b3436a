/** The probe beside the bundle that runs. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Probe } from '../../native/index.ts';

export const probe = (): Probe => new Probe(dirname(fileURLToPath(import.meta.url)));
