/** One field of a decoded event, and where it stands in the bytes that are shown beside it. */
export interface Field {
  /** In the words of its RFC, or of the man page. */
  readonly name: string;
  readonly value: string;
  /** "EAGAIN: the send buffer had no room and the socket does not wait". */
  readonly meaning?: string;
  /** [start, end) of the bytes; absent where it stands in no byte. */
  readonly start?: number;
  readonly end?: number;
  /** "RFC 9260 3.3.4". */
  readonly spec?: string;
  /** Wireshark display filter for this very value. */
  readonly filter?: string;
  /** Computed, not observed. */
  readonly derived?: boolean;
  readonly problem?: string;
  readonly children?: readonly Field[];
}
