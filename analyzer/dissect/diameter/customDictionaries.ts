/**
 * Dictionaries on the user's disk in as text, a DictionaryExtension out. What a file is shows in its content. Nothing throws:
 * what cannot be read is a line in `problems`.
 */
import type { DictionaryExtension } from './avpDefinition.ts';
import { complain, type DictionaryDraft, type ReadSibling } from './dictionaryDraft.ts';
import { readErlangDictionary } from './erlangDictionary.ts';
import { readWiresharkDictionary } from './wiresharkDictionary.ts';

export interface CustomDictionary extends DictionaryExtension {
  readonly problems: readonly string[];
}

/** `name` is shown, it decides nothing. */
export function readCustomDictionary(name: string, text: string, readSibling: ReadSibling = () => undefined): CustomDictionary {
  const draft: DictionaryDraft = { source: name, avps: [], commands: new Map(), applications: new Map(), problems: [] };
  if (/^\s*<(\?xml|!DOCTYPE|!--|(dictionary|base|vendor|application|avp)\b)/.test(text)) readWiresharkDictionary(text, readSibling, draft);
  else if (/^\s*@\w+/m.test(text)) readErlangDictionary(text, draft);
  else complain(draft, 'neither a Wireshark XML dictionary nor an Erlang .dia file');
  return draft;
}
