// What a file's bytes look like under each way of cutting them into characters: four tables of counts, whatever
// the file's length. Knows no encoding's characters, only how bytes group.

import { sequenceLength } from './utf8-decoder.ts';

const allPairs = 0x1_0000;

/** Counts of bytes by how they may be grouped; single bytes stand below 256, pairs at lead × 256 + trail. */
export class ByteCounts {
  /** Each byte after the one before it, by whether the one before stands at an even offset. */
  readonly neighbours = [new Uint32Array(allPairs), new Uint32Array(allPairs)] as const;
  /** Cut as EUC, GBK and Big5 do: a byte from 0x81 takes the next one with it. */
  readonly doubles = new PairCounts((byte) => byte >= 0x81 && byte <= 0xfe);
  /** Cut as Shift-JIS does, where 0xA1 to 0xDF stand alone. */
  readonly shiftJis = new PairCounts(
    (byte) => (byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc),
  );
  /** Valid sequences of UTF-8 by their length, and at 0 bytes that belong to none. */
  readonly utf8Sequences = [0, 0, 0, 0, 0];
  bytes = 0;
  highBytes = 0;
  #last = 0x20;

  /** Forgets what stood before, because bytes are left out. */
  interrupt(): void {
    this.#last = 0x20;
    this.doubles.interrupt();
    this.shiftJis.interrupt();
  }

  /** Counts a stretch that begins at an even or an odd offset. */
  add(bytes: Uint8Array, isOdd: boolean): void {
    this.bytes += bytes.length;
    this.#addNeighbours(bytes, isOdd);
    this.#addUtf8(bytes);
    this.doubles.add(bytes);
    this.shiftJis.add(bytes);
  }

  /** Says that nothing follows. */
  end(): void {
    this.doubles.end();
    this.shiftJis.end();
  }

  #addNeighbours(bytes: Uint8Array, isOdd: boolean): void {
    let [here, next] = isOdd ? this.neighbours : [this.neighbours[1], this.neighbours[0]];
    let last = this.#last;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      const index = (last << 8) | byte;
      here[index] = (here[index] ?? 0) + 1;
      // Three assignments: a pair of brackets takes three times as long.
      const spare = here;
      here = next;
      next = spare;
      last = byte;
    }
    this.#last = last;
  }

  #addUtf8(bytes: Uint8Array): void {
    const sequences = this.utf8Sequences;
    let at = 0;
    while (at < bytes.length) {
      if ((bytes[at] ?? 0) < 0x80) {
        at += 1;
        continue;
      }
      const length = sequenceLength(bytes, at);
      sequences[length] = (sequences[length] ?? 0) + 1;
      this.highBytes += Math.max(1, length);
      at += Math.max(1, length);
    }
  }
}

/** Counts characters of one and two bytes. */
export class PairCounts {
  readonly counts = new Uint32Array(allPairs);
  /** How often characters beyond ASCII begin right after it. */
  runs = 0;
  readonly #isLead: Uint8Array;
  /** A lead whose second byte is still to come, else 0. */
  #lead = 0;
  #isRunning = false;

  constructor(isLead: (byte: number) => boolean) {
    this.#isLead = Uint8Array.from({ length: 256 }, (_, byte) => (isLead(byte) ? 1 : 0));
  }

  interrupt(): void {
    this.#lead = 0;
    this.#isRunning = false;
  }

  /** Counts a lead that nothing follows as a byte that is no character. */
  end(): void {
    if (this.#lead !== 0) this.counts[this.#lead] = (this.counts[this.#lead] ?? 0) + 1;
    this.interrupt();
  }

  add(bytes: Uint8Array): void {
    const isLead = this.#isLead;
    const counts = this.counts;
    let lead = this.#lead;
    let isRunning = this.#isRunning;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (lead !== 0) {
        // Nothing but GB18030 has a second byte below 0x40, and it only digits.
        const index = byte >= 0x40 || (byte >= 0x30 && byte <= 0x39) ? (lead << 8) | byte : lead;
        counts[index] = (counts[index] ?? 0) + 1;
        if (!isRunning) this.runs += 1;
        isRunning = true;
        lead = 0;
        if (index > 0xff) continue;
      }
      if (isLead[byte] === 1) {
        lead = byte;
        continue;
      }
      counts[byte] = (counts[byte] ?? 0) + 1;
      if (byte > 0x7f && !isRunning) this.runs += 1;
      isRunning = byte > 0x7f;
    }
    this.#lead = lead;
    this.#isRunning = isRunning;
  }
}
