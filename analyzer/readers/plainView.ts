/** The same bytes as a plain view: slice() of Node's Buffer shares memory, and one class of array keeps the readers' loops fast. */
export function plainView(bytes: Uint8Array): Uint8Array {
  return bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
