/** Every cause, one file each. Where two are equally strong the earlier one wins. */
import type { CauseRule } from '../cause.ts';
import { congestionWindow } from './congestionWindow.ts';
import { memoryPressure } from './memoryPressure.ts';
import { nagleDelayedSack } from './nagleDelayedSack.ts';
import { pathFailure } from './pathFailure.ts';
import { peerReceiveWindow } from './peerReceiveWindow.ts';
import { sendBuffer } from './sendBuffer.ts';
import { sharedSocket } from './sharedSocket.ts';

export const causeRules: readonly CauseRule[] = [
  pathFailure, sharedSocket, peerReceiveWindow, nagleDelayedSack, congestionWindow, memoryPressure, sendBuffer,
];
