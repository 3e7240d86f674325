// What each pair of bytes costs in bits if a file is in a Chinese, Japanese or Korean encoding: by how often its
// character stands in the language. Built when first needed; 64 KB a language.

import iconv from 'iconv-lite';
import { asciiCosts, undefinedCost } from './ascii-costs.ts';
import { characterFrequencies } from './character-frequencies.ts';

/** Encodings of two bytes a character. */
export type DoubleByteEncoding = 'gb18030' | 'big5' | 'shift_jis' | 'euc-jp' | 'euc-kr';

/** First and last lead, first and last trail, and what an unlisted character there costs. */
type Area = readonly [number, number, number, number, number];

interface Layout {
  languages: readonly (keyof typeof characterFrequencies)[];
  /** Where characters stand; later areas overrule earlier ones. */
  areas: readonly Area[];
  /** Bytes that are a character alone, besides ASCII. */
  singles: readonly [number, number, number] | null;
}

/** Where common characters stand an unlisted one costs little more than the rarest listed. */
const common = 17;
const rare = 19;
const odd = 22;

export const doubleByteLayouts: Record<DoubleByteEncoding, Layout> = {
  gb18030: {
    languages: ['zh-Hans', 'zh-Hant'],
    areas: [
      [0x81, 0xfe, 0x40, 0xfe, odd],
      // Halves of four bytes.
      [0x81, 0xfe, 0x30, 0x39, odd],
      [0x81, 0xa0, 0x40, 0xfe, rare],
      [0xaa, 0xfe, 0x40, 0xa0, rare],
      [0xb0, 0xf7, 0xa1, 0xfe, common],
    ],
    singles: null,
  },
  big5: {
    languages: ['zh-Hant'],
    areas: [
      [0x87, 0xfe, 0x40, 0x7e, odd],
      [0x87, 0xfe, 0xa1, 0xfe, odd],
      [0xc9, 0xf9, 0x40, 0x7e, rare],
      [0xc9, 0xf9, 0xa1, 0xfe, rare],
      [0xa1, 0xc6, 0x40, 0x7e, common],
      [0xa1, 0xc6, 0xa1, 0xfe, common],
    ],
    singles: null,
  },
  shift_jis: {
    languages: ['ja'],
    areas: [
      [0x81, 0x9f, 0x40, 0xfc, rare],
      [0xe0, 0xea, 0x40, 0xfc, rare],
      [0xed, 0xfc, 0x40, 0xfc, odd],
      [0x81, 0x84, 0x40, 0xfc, common],
      [0x88, 0x97, 0x40, 0xfc, common],
    ],
    // Half-width katakana.
    singles: [0xa1, 0xdf, 11],
  },
  'euc-jp': {
    languages: ['ja'],
    areas: [
      [0x8e, 0x8e, 0xa1, 0xdf, rare],
      [0x8f, 0x8f, 0xa1, 0xfe, odd],
      [0xa1, 0xf4, 0xa1, 0xfe, rare],
      [0xf9, 0xfc, 0xa1, 0xfe, odd],
      [0xa1, 0xa8, 0xa1, 0xfe, common],
      [0xb0, 0xcf, 0xa1, 0xfe, common],
    ],
    singles: null,
  },
  'euc-kr': {
    languages: ['ko'],
    areas: [
      [0x81, 0xc6, 0x41, 0xfe, odd],
      [0xa1, 0xac, 0xa1, 0xfe, rare],
      [0xb0, 0xc8, 0xa1, 0xfe, common],
      [0xca, 0xfd, 0xa1, 0xfe, rare],
    ],
    singles: null,
  },
};

const built = new Map<DoubleByteEncoding, Uint8Array[]>();

/** One table for each language that the encoding is for, indexed as the counts of pairs are. */
export function doubleByteCosts(encoding: DoubleByteEncoding): Uint8Array[] {
  let tables = built.get(encoding);
  if (tables === undefined) {
    const layout = doubleByteLayouts[encoding];
    tables = layout.languages.map((language) => buildCosts(encoding, layout, language));
    built.set(encoding, tables);
  }
  return tables;
}

function buildCosts(
  encoding: DoubleByteEncoding,
  layout: Layout,
  language: keyof typeof characterFrequencies,
): Uint8Array {
  const costs = new Uint8Array(0x1_0000).fill(undefinedCost);
  costs.set(asciiCosts);
  if (layout.singles !== null) {
    const [from, to, bits] = layout.singles;
    costs.fill(bits, from, to + 1);
  }
  for (const [leadFrom, leadTo, trailFrom, trailTo, bits] of layout.areas) {
    for (let lead = leadFrom; lead <= leadTo; lead++) {
      costs.fill(bits, (lead << 8) | trailFrom, ((lead << 8) | trailTo) + 1);
    }
  }
  for (const [bits, characters] of characterFrequencies[language].entries()) {
    for (const character of characters) {
      const bytes = iconv.encode(character, encoding);
      if (bytes.length === 2) costs[bytes.readUInt16BE()] = bits;
    }
  }
  return costs;
}
