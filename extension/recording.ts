/** What the beginning of a file tells about it: enough to see which files belong together. */

export interface Recording {
  /** Path on disk. */
  readonly file: string;
  readonly bytes: number;
  readonly kind: 'strace' | 'capture';
  /** First and last record, ns since the epoch; absent where the log prints no date. The last one is estimated when only the beginning was read. */
  readonly start?: number;
  readonly end?: number;
  /** Hashes of the first messages, as hexadecimal: equal ones were sent and seen. */
  readonly messages: readonly string[];
}
