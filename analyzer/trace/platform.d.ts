/** The few globals that Node, browsers and workers all have; everything else of theirs is a type error in the analyzer. */
interface AbortSignal {
  readonly aborted: boolean;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(bytes: Uint8Array): string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
declare function atob(base64: string): string;
