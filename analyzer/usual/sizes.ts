/** Sizes that both languages know: this file is TypeScript and AssemblyScript. */

/** Bytes of a log that lie in the module's memory at once. */
export const WINDOW_BYTES = 262_144;
/** Rows of each table that wait to be taken. */
export const MOST_ROWS = 2048;
/** Threads of one log. */
export const MOST_SLOTS = 256;
/** Sockets whose last user is noted. */
export const MOST_SOCKETS = 1024;

/** Openings: texts before a message, by a hash of their peer (dissect/syscalls/openings.ts). */
export const OPENING_SLOTS = 256;
export const OPENING_BYTES = 256;
/** Known texts: what stands after a message (dissect/syscalls/knownTexts.ts). */
export const ENDING_SLOTS = 8;
export const TEXT_BYTES = 512;
/** Members of the answers of epoll_wait, and of poll's lists (dissect/syscalls/eventTexts.ts). */
export const EVENT_SLOTS = 256;
/** Slots that one text may have. */
export const EVENT_WAYS = 4;
export const EVENT_BYTES = 128;
/** The longest descriptor annotation (-y, -yy) that is recognised. */
export const ANNOTATION_BYTES = 112;

/** Where the open call of a thread is; ELSEWHERE, too, while that is not known. */
export const NO_CALL = 0;
export const HERE = 1;
export const ELSEWHERE = 2;

/** What a thread does: it sends on sockets that may be SCTP, and its last send was refused. */
export const SENDS = 1;
export const REFUSED = 2;

/** Why a line was not taken. */
export const ODD = 0;
export const UNKNOWN_NAME = 1;
export const UNKNOWN_DESCRIPTOR = 2;
export const UNKNOWN_ANSWER = 3;
export const FULL = 4;
/** Nothing was left to take. */
export const DONE = 5;

/** Interfaces of a pcapng section. */
export const MOST_INTERFACES = 8;

/** Flows (dissect/knownFlows.ts). A power of two. */
export const FLOW_SLOTS = 512;
/** Packets in which a copy is sought (dissect/duplicates.ts). A power of two. */
export const RECENT_PACKETS = 4096;
/** Directions of associations that are read here: twice the number of associations. */
export const MOST_DIRECTIONS = 512;
/** Words of the bitmap of TSNs that a direction has shown (dissect/seenTsns.ts). */
export const TSN_WORDS = 128;
/** What a conversation carries, by its payload protocol identifier. */
export const CARRIES_UNKNOWN = 0;
export const CARRIES_DIAMETER = 1;
export const CARRIES_M3UA = 2;
export const CARRIES_OTHER = 3;
