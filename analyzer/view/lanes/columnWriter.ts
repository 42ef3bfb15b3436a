/** Columns of a tile that grow while it is cut; a tile has a few entries a pixel, so these stay small. */

export class ColumnWriter {
  readonly #columns: number[][];

  constructor(columns: number) {
    this.#columns = Array.from({ length: columns }, () => []);
  }

  get length(): number {
    return this.#columns[0]!.length;
  }

  add(...values: readonly number[]): void {
    for (let i = 0; i < values.length; i++) this.#columns[i]!.push(values[i]!);
  }

  floats(column: number): Float64Array {
    return Float64Array.from(this.#columns[column]!);
  }

  words(column: number): Uint32Array {
    return Uint32Array.from(this.#columns[column]!);
  }

  bytes(column: number): Uint8Array {
    return Uint8Array.from(this.#columns[column]!);
  }
}
