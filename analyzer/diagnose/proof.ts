/** What a clause rests on: a row that a reader of the report can open. view/ turns it into file, line or frame. */

export interface Proof {
  readonly clause: string;
  readonly at:
    | { readonly call: number; /** The line of the result instead of the line of the call. */ readonly result?: boolean }
    | { readonly packet: number }
    | { readonly state: number }
    /** Number in Trace.gaps. */
    | { readonly gap: number };
}
