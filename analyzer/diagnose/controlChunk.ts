/** Chunk types that the diagnosis asks for by name, RFC 9260 3.2. */
export const ControlChunk = { Init: 1, InitAck: 2, Heartbeat: 4, HeartbeatAck: 5, Abort: 6, Shutdown: 7 } as const;
