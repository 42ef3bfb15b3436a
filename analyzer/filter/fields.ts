/** The fields of the filter language: a new one is an entry in one of these lists. */
import { callFields } from './callFields.ts';
import { diameterFields } from './diameterFields.ts';
import type { Field } from './field.ts';
import { nearest } from './nearest.ts';
import { sharedFields } from './sharedFields.ts';
import { stallFields } from './stallFields.ts';
import { chunkFields, packetFields } from './wireFields.ts';

export const fields: readonly Field[] = [...sharedFields, ...diameterFields, ...chunkFields, ...packetFields, ...callFields, ...stallFields];

const byName = new Map<string, Field>(fields.flatMap((field) => [...(field.aliases ?? []), field.name].map((name) => [name.toLowerCase(), field])));

/** By its name or one of Wireshark's; case does not count. */
export const fieldNamed = (name: string): Field | undefined => byName.get(name.toLowerCase());

/** Names that were perhaps meant. */
export function fieldsLike(name: string): readonly string[] {
  const near = nearest(name, [...byName.keys()]).map((found) => fieldNamed(found)!.name);
  return [...new Set(near)];
}
