// Remembers which texts have been seen, by 64 bits of each, in bounded memory: the newest are always remembered,
// the oldest forgotten once there are too many. In twenty million lines, one is taken for another once in 200,000 corpora.

/** Texts of a generation: 2 million, 32 MB. At least as many of the newest are known, at most twice as many. */
export const generationSize = 2_097_152;

/** Slots to begin with; doubled while half of them are taken. */
const firstSlots = 1024;

/** A running hash of a text that comes in pieces: two lanes of 32 bits, multiplied and mixed as in MurmurHash3. */
export class TextHash {
  #high = 0x9747_b28c;
  #low = 0x3c6e_f372;

  add(text: string): void {
    let high = this.#high;
    let low = this.#low;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      high = Math.imul(high ^ unit, 0x85eb_ca6b);
      high ^= high >>> 15;
      low = Math.imul(low ^ unit, 0xc2b2_ae35);
      low ^= low >>> 13;
    }
    this.#high = high;
    this.#low = low;
  }

  /** The two halves, mixed once more; neither pair is (0, 0), which stands for an empty slot. */
  digest(): { high: number; low: number } {
    const high = finalMix(this.#high);
    const low = finalMix(this.#low ^ high);
    return { high, low: high === 0 && low === 0 ? 1 : low };
  }
}

function finalMix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

export class SeenTexts {
  readonly #generationSize: number;
  #newest = new HashTable();
  #older = new HashTable();

  constructor(size: number = generationSize) {
    this.#generationSize = size;
  }

  /** Whether a text has been seen, which it has from now on. */
  see(hash: TextHash): boolean {
    const { high, low } = hash.digest();
    if (this.#newest.has(high, low)) return true;
    const isOlder = this.#older.has(high, low);
    if (this.#newest.count >= this.#generationSize) {
      this.#older = this.#newest;
      this.#newest = new HashTable();
    }
    this.#newest.add(high, low);
    return isOlder;
  }
}

/** Open addressing, linear probing, at most half full. */
class HashTable {
  count = 0;
  #slots = new Uint32Array(2 * firstSlots);

  has(high: number, low: number): boolean {
    const at = this.#find(high, low);
    return this.#slots[at] !== 0 || this.#slots[at + 1] !== 0;
  }

  /** Adds a hash that is not there yet. */
  add(high: number, low: number): void {
    if (4 * ++this.count > this.#slots.length) this.#grow();
    this.#put(high, low);
  }

  #put(high: number, low: number): void {
    const at = this.#find(high, low);
    this.#slots[at] = high;
    this.#slots[at + 1] = low;
  }

  /** Where a hash stands, or would. */
  #find(high: number, low: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let at = (low * 2) & mask;
    while (slots[at] !== 0 || slots[at + 1] !== 0) {
      if (slots[at] === high && slots[at + 1] === low) break;
      at = (at + 2) & mask;
    }
    return at;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(2 * old.length);
    for (let at = 0; at < old.length; at += 2) {
      const high = old[at] ?? 0;
      const low = old[at + 1] ?? 0;
      if (high !== 0 || low !== 0) this.#put(high, low);
    }
  }
}
