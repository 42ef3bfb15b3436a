/** All chunk dissectors: a new one is one file and one line here. */
import { abort } from './abort.ts';
import { asconf } from './asconf.ts';
import { addControlChunk, type ChunkDissector } from './chunk.ts';
import { cookieAck } from './cookieAck.ts';
import { cookieEcho } from './cookieEcho.ts';
import { data } from './data.ts';
import { error } from './error.ts';
import { forwardTsn } from './forwardTsn.ts';
import { heartbeat, heartbeatAck } from './heartbeat.ts';
import { iData } from './iData.ts';
import { iForwardTsn } from './iForwardTsn.ts';
import { init, initAck } from './init.ts';
import { nrSack } from './nrSack.ts';
import { reConfig } from './reConfig.ts';
import { sack } from './sack.ts';
import { shutdown } from './shutdown.ts';
import { shutdownComplete } from './shutdownComplete.ts';

const chunks: readonly ChunkDissector[] = [
  data, init, initAck, sack, heartbeat, heartbeatAck, abort, shutdown, error, cookieEcho, cookieAck, shutdownComplete, nrSack,
  iData, reConfig, forwardTsn, asconf, iForwardTsn,
];

/** Chunks of which only type, flags and length matter: SHUTDOWN ACK, ECNE, CWR, AUTH, PAD, PKTDROP, ASCONF-ACK, unknown ones. */
const otherwise: ChunkDissector = {
  type: -1,
  dissect(packet, at, _end, length) {
    addControlChunk(packet, at, length, 0);
  },
};

/** By chunk type. */
export const dissectors: readonly ChunkDissector[] = Array.from(
  { length: 256 }, (_, type) => chunks.find((chunk) => chunk.type === type) ?? otherwise,
);
