/**
 * `*.stallscope`: which files, and how they were looked at. JSON that a reviewer can read: paths relative to the file, members that this
 * version does not know are kept. stallscope.schema.json says the same to the JSON editor.
 */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { SavedView } from '../analyzer/view/protocol.ts';

export const VERSION = 1;

export interface StallscopeFile {
  /** Paths as they are written: relative to the file, with slashes. */
  readonly inputs: readonly string[];
  readonly view: SavedView;
  readonly options: { readonly diameterDictionaries?: readonly string[] };
  /** All members, known or not. */
  readonly raw: Readonly<Record<string, unknown>>;
}

type Json = Readonly<Record<string, unknown>>;

export type ParsedFile = { readonly file: StallscopeFile } | { readonly problem: string };

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((item) => typeof item === 'string');
const isTime = (value: unknown): boolean => typeof value === 'string' && /^-?\d{1,30}$/.test(value);

const TIME_TEXT = 'a time: nanoseconds since 1970, as text in quotes';
const timeFormats: ReadonlySet<unknown> = new Set(['utc', 'local', 'relative', 'delta']);

/** Member of `view` -> what it must be. */
const viewMembers: Readonly<Record<keyof SavedView, readonly [accepts: (value: unknown) => boolean, words: string]>> = {
  start: [isTime, TIME_TEXT],
  end: [isTime, TIME_TEXT],
  filter: [(value) => typeof value === 'string', 'a filter, as text'],
  pinned: [isTexts, 'a list of lanes'],
  hidden: [isTexts, 'a list of lanes'],
  order: [isTexts, 'a list of lanes'],
  foldIdle: [(value) => typeof value === 'boolean', 'true or false'],
  timeFormat: [(value) => timeFormats.has(value), '"utc", "local", "relative" or "delta"'],
  bookmarks: [Array.isArray, 'a list of bookmarks'],
};

function bookmarkProblem(bookmark: unknown, i: number): string | undefined {
  const where = `"view.bookmarks[${i}]"`;
  if (!isObject(bookmark)) return `${where} must be an object with "time" and "note"`;
  if (!isTime(bookmark.time)) return `${where}: "time" must be ${TIME_TEXT}`;
  if (bookmark.end !== undefined && !isTime(bookmark.end)) return `${where}: "end" must be ${TIME_TEXT}`;
  return typeof bookmark.note === 'string' ? undefined : `${where}: "note" must be text`;
}

function viewProblem(view: unknown): string | undefined {
  if (view === undefined) return undefined;
  if (!isObject(view)) return '"view" must be an object';
  for (const [name, [accepts, words]] of Object.entries(viewMembers)) {
    if (view[name] !== undefined && !accepts(view[name])) return `"view.${name}" must be ${words}`;
  }
  for (const [i, bookmark] of ((view.bookmarks ?? []) as readonly unknown[]).entries()) {
    const problem = bookmarkProblem(bookmark, i);
    if (problem) return problem;
  }
  return undefined;
}

function optionsProblem(options: unknown): string | undefined {
  if (options === undefined) return undefined;
  if (!isObject(options)) return '"options" must be an object';
  const dictionaries = options.diameterDictionaries;
  return dictionaries === undefined || isTexts(dictionaries) ? undefined : '"options.diameterDictionaries" must be a list of paths';
}

function problemOf(raw: Json): string | undefined {
  if (typeof raw.version !== 'number') return `"version" is missing; this version of Stallscope writes "version": ${VERSION}`;
  if (raw.version > VERSION) return `it was written by a newer Stallscope (version ${raw.version} of the format, this one knows ${VERSION}); update the extension`;
  if (!isTexts(raw.inputs) || raw.inputs.length === 0) return '"inputs" must be a list of at least one path, relative to this file: ["capture.pcap", "client.strace"]';
  return viewProblem(raw.view) ?? optionsProblem(raw.options);
}

export function parseStallscopeFile(text: string): ParsedFile {
  let raw: unknown;
  try {
    raw = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { problem: `it is no JSON: ${(error as Error).message}` };
  }
  if (!isObject(raw)) return { problem: 'it must be one JSON object: { "version": 1, "inputs": [...] }' };
  const problem = problemOf(raw);
  if (problem) return { problem };
  return {
    file: {
      inputs: raw.inputs as readonly string[],
      view: (raw.view ?? {}) as SavedView,
      options: (raw.options ?? {}) as StallscopeFile['options'],
      raw,
    },
  };
}

/** `previous`: the file that is written anew; what this version does not know of it stays. */
export function formatStallscopeFile(inputs: readonly string[], view: SavedView, previous?: StallscopeFile): string {
  const { version: _version, inputs: _inputs, view: oldView, ...rest } = previous?.raw ?? {};
  const unknown = Object.entries(isObject(oldView) ? oldView : {}).filter(([name]) => !(name in viewMembers));
  const told = Object.entries(view).filter(([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0));
  const file = { version: VERSION, inputs, view: Object.fromEntries([...told, ...unknown]), ...rest };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** The path of an input as it is written into a file of `folder`: relative and with slashes, where there is such a way. */
export function writtenPath(folder: string, file: string): string {
  const path = relative(folder, file);
  return isAbsolute(path) ? file : path.split(sep).join('/');
}

export const readPath = (folder: string, written: string): string => resolve(folder, written);
