/**
 * Environment of a process in which a session runs for hours. Every conclusion makes large tables and drops those of the one before; glibc would keep them for
 * others of their size and never give them back (mallopt(3), M_MMAP_THRESHOLD). With a threshold that stays, they go back at once: 600 MB instead of 750.
 */
export const steadyMemory = { MALLOC_MMAP_THRESHOLD_: String(256 * 1024) } as const;
