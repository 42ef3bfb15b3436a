/** What the beginning of a file tells about it: enough to see which files belong together (partners.ts). */

export interface Recording {
  /** Path on disk. */
  readonly file: string;
  readonly bytes: number;
  readonly kind: 'strace' | 'capture' | 'states';
  /** First and last record, seconds since the epoch. The last is estimated when only the beginning was read; both are absent where the log prints no date. */
  readonly start?: number;
  readonly end?: number;
  /** The first messages by their content: equal ones were sent here and seen there. */
  readonly messages: readonly string[];
}
