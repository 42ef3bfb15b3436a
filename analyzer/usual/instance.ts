/** WebAssembly of the platform, of which TypeScript knows in browsers only. */

import type { Column, Columns, Schema } from '../trace/table.ts';

export interface Instance {
  /** Functions, and the places of what lies in memory. */
  readonly exports: Readonly<Record<string, unknown>>;
}

interface Platform {
  readonly WebAssembly: { readonly Module: new (bytes: Uint8Array) => object; readonly Instance: new (module: object) => Instance };
}

const modules = new Map<string, object>();

/** WebAssembly is: where the host is not, the numbers that both sides read would not be the same. */
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** A new instance of a program in base64; undefined where there is no WebAssembly with SIMD. */
export function instanceOf(program: string): Instance | undefined {
  if (!LITTLE_ENDIAN) return undefined;
  try {
    const { WebAssembly } = globalThis as unknown as Platform;
    let module = modules.get(program);
    if (!module) modules.set(program, (module = new WebAssembly.Module(Uint8Array.from(atob(program), (c) => c.charCodeAt(0)))));
    return new WebAssembly.Instance(module);
  } catch {
    return undefined;
  }
}

/** Views of what lies in an instance's memory, by the names under which it exports their places. */
export class Memory {
  readonly buffer: ArrayBuffer;
  readonly #exports: Instance['exports'];

  constructor({ exports }: Instance) {
    this.#exports = exports;
    this.buffer = (exports['memory'] as { readonly buffer: ArrayBuffer }).buffer;
  }

  #at(name: string): number {
    return (this.#exports[name] as { readonly value: number }).value;
  }

  /** The columns of a table that are exported as its prefix and their names ("callTime"), so many rows of each. */
  rows<S extends Schema>(prefix: string, schema: S, length: number): Partial<Columns<S>> {
    const columns: Record<string, Column> = {};
    for (const [name, type] of Object.entries(schema)) {
      const place = `${prefix}${name[0]!.toUpperCase()}${name.slice(1)}`;
      if (place in this.#exports) columns[name] = new (type as new (buffer: ArrayBuffer, at: number, length: number) => Column)(this.buffer, this.#at(place), length);
    }
    return columns as Partial<Columns<S>>;
  }

  f64(name: string, length: number): Float64Array {
    return new Float64Array(this.buffer, this.#at(name), length);
  }

  u32(name: string, length: number): Uint32Array {
    return new Uint32Array(this.buffer, this.#at(name), length);
  }

  i32(name: string, length: number): Int32Array {
    return new Int32Array(this.buffer, this.#at(name), length);
  }

  u16(name: string, length: number): Uint16Array {
    return new Uint16Array(this.buffer, this.#at(name), length);
  }

  u8(name: string, length: number): Uint8Array {
    return new Uint8Array(this.buffer, this.#at(name), length);
  }
}
