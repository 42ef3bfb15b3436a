/** What the process of a live session is told when it starts, and what it is asked besides the Requests of a screen. */

export interface LiveSourceTask {
  /** Shown, and the name of its file in a recording. */
  readonly name: string;
  /** Program and arguments, as they are; or a file that is being written. Exactly one of them. */
  readonly command?: readonly string[];
  readonly follow?: string;
  /** A named pipe that the program writes into besides. */
  readonly besides?: string;
}

export interface LiveTask {
  readonly kind: 'live';
  readonly sources: readonly LiveSourceTask[];
  /** What is kept. */
  readonly seconds: number;
  readonly bytes: number;
  readonly dictionaries: readonly string[];
}

export interface LiveRequests {
  /** Ends the sources; what came stays and can be looked at. */
  cancel: { params: Record<string, never>; result: boolean };
  /** Writes what is kept into a folder. `summary`: a line a stall. */
  saveRecording: { params: { folder: string }; result: { readonly files: readonly string[]; readonly summary: readonly string[] } };
}
