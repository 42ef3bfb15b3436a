/** What a worker is told to do, and what it and the host ask each other besides the Requests of a screen. */
export interface InputFile {
  /** As it is shown, and as places of the analysis name it. */
  readonly path: string;
  /** On the disk of the extension host; absent for a file that only the editor can read. */
  readonly file?: string;
}

export interface AnalysisTask {
  readonly kind: 'analysis';
  readonly inputs: readonly InputFile[];
  /** Diameter dictionaries of the user, as paths. */
  readonly dictionaries: readonly string[];
}

/** What lies beside a file (survey.ts)? Posts its Recordings, and is ready for the next task. */
export interface SurveyTask {
  readonly kind: 'survey';
  readonly file: string;
}

export type WorkerTask = AnalysisTask | SurveyTask;

export interface ControlRequests {
  /** Stops reading; what has been read is judged. */
  cancel: { params: Record<string, never>; result: boolean };
}

/** What the worker asks the host. */
export interface FileRequests {
  readFile: { params: { path: string }; result: Uint8Array };
}
