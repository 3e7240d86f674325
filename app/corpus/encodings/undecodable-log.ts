// Counts the bytes that a decoder could not read and remembers where they stood. Knows no encoding.

/** Offsets that are worth showing to a person. */
const rememberedStretches = 20;

/** What was lost while a text was decoded, stretch by stretch. */
export class UndecodableLog {
  readonly mark: string;
  bytes = 0;
  readonly offsets: number[] = [];
  #end = -1;

  constructor(mark: string) {
    this.mark = mark;
  }

  /** Notes lost bytes in the order of the file; returns the mark where a new stretch begins, else nothing. */
  note(offset: number, length: number): string {
    const goesOn = offset === this.#end;
    this.bytes += length;
    this.#end = offset + length;
    if (goesOn) return '';
    if (this.offsets.length < rememberedStretches) this.offsets.push(offset);
    return this.mark;
  }
}

/** Decodes one encoding piece by piece. */
export interface PieceDecoder {
  /** Text of the bytes that are whole by now; at the end what is left over is noted as lost. */
  decode(bytes: Uint8Array, atEnd: boolean): string;
}

/** Bytes that were left over before those that follow; a copy only where there were any. */
export function joinBytes(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right;
  const joined = new Uint8Array(left.length + right.length);
  joined.set(left);
  joined.set(right, left.length);
  return joined;
}

/** The same bytes as a buffer, whose methods decode natively. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
