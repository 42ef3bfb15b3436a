/** A suite that runs inside the extension host: tests by title, in order. A test fails by throwing. */
export type Suite = Readonly<Record<string, () => Promise<void> | void>>;

/** What became of a test. */
export interface Outcome {
  readonly title: string;
  /** The stack of what it threw. */
  readonly failure?: string;
}
