// UTF-16 in either order of bytes. A surrogate without its other half is lost, and so is half a unit at the end.

import { asBuffer, joinBytes, type PieceDecoder, type UndecodableLog } from './undecodable-log.ts';

/** Decodes UTF-16; half a unit or half a pair at a piece's end waits for the next one. */
export class Utf16Decoder implements PieceDecoder {
  readonly #log: UndecodableLog;
  readonly #isBigEndian: boolean;
  #rest = new Uint8Array(0);
  #offset = 0;

  constructor(log: UndecodableLog, isBigEndian: boolean) {
    this.#log = log;
    this.#isBigEndian = isBigEndian;
  }

  decode(bytes: Uint8Array, atEnd: boolean): string {
    const all = joinBytes(this.#rest, bytes);
    const end = this.#wholeLength(all, atEnd);
    const units = all.subarray(0, end);
    const little = this.#isBigEndian ? Buffer.from(units).swap16() : asBuffer(units);
    let text = this.#withoutLoneSurrogates(little.toString('utf16le'));
    // A copy: the next piece may come in the same memory.
    this.#rest = new Uint8Array(all.subarray(end));
    this.#offset += end;
    if (atEnd && this.#rest.length > 0) {
      text += this.#log.note(this.#offset, this.#rest.length);
      this.#rest = new Uint8Array(0);
    }
    return text;
  }

  #wholeLength(bytes: Uint8Array, atEnd: boolean): number {
    const even = bytes.length - (bytes.length % 2);
    if (atEnd || even === 0) return even;
    const high = bytes[even - (this.#isBigEndian ? 2 : 1)] ?? 0;
    return (high & 0xfc) === 0xd8 ? even - 2 : even;
  }

  #withoutLoneSurrogates(text: string): string {
    return text.replace(/\p{Surrogate}/gu, (_, at: number) =>
      this.#log.note(this.#offset + at * 2, 2),
    );
  }
}
