/** Our own mistakes throw; bad input never comes here (see problems.ts). */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`bug: ${message}`);
}

export function assertNever(value: never): never {
  throw new Error(`bug: unexpected ${String(value)}`);
}
