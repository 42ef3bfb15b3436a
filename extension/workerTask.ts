/** What a worker is told when it starts, and what it and the host ask each other besides the Requests of a screen. */
import type { Recording } from './recording.ts';

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

/** Looks into the beginning of each file (partners.ts). */
export interface SurveyTask {
  readonly kind: 'survey';
  readonly files: readonly string[];
}

export type WorkerTask = AnalysisTask | SurveyTask;

export interface ControlRequests {
  /** Stops reading; what has been read is judged. */
  cancel: { params: Record<string, never>; result: boolean };
  survey: { params: Record<string, never>; result: readonly Recording[] };
}

/** What the worker asks the host. */
export interface FileRequests {
  readFile: { params: { path: string }; result: Uint8Array };
}
