// Which character each byte, and each pair of bytes, of a legacy encoding stands for. Built from iconv-lite's
// tables, which follow the WHATWG's; what stands there for control characters or private use is left out, so that
// it counts as undecodable, but for GB18030, which has all of Unicode. Knows nothing of streams.

import iconv from 'iconv-lite';
import type { Encoding } from '../../contract/corpus.ts';

/** Encodings that need tables. */
export type LegacyEncoding = Exclude<Encoding, 'utf-8' | 'utf-16le' | 'utf-16be'>;

/** Each value is a UTF-16 unit; 0 where there is none. Two units stand in one value, the first one higher. */
export interface LegacyTables {
  /** By byte: characters of one byte beyond ASCII. */
  singles: Uint16Array;
  /** By byte: 1 where a second one must follow. */
  leads: Uint8Array;
  /** By both bytes, the lead higher. */
  pairs: Uint32Array;
  /** EUC-JP after 0x8F: by both bytes that follow. */
  triples: Uint32Array | null;
  /** GB18030's four bytes within the first plane, by their number. */
  quads: Uint32Array | null;
}

/** Four bytes in GB18030 that come before the other planes: 31 × 10 × 126 × 10 and a little more. */
const quadsInFirstPlane = 39_420;

const built = new Map<LegacyEncoding, LegacyTables>();

/** The tables of an encoding, built when they are first asked for. */
export function legacyTables(encoding: LegacyEncoding): LegacyTables {
  let tables = built.get(encoding);
  if (tables === undefined) {
    tables = buildTables(encoding);
    built.set(encoding, tables);
  }
  return tables;
}

/** Whether each character of an encoding is one byte. */
export function isSingleByte(encoding: LegacyEncoding): boolean {
  return encoding.startsWith('windows-') || encoding === 'koi8-r';
}

function buildTables(encoding: LegacyEncoding): LegacyTables {
  const singles = new Uint16Array(256);
  const leads = new Uint8Array(256);
  const pairs = new Uint32Array(0x1_0000);
  for (let byte = 0x80; byte < 0x100; byte++) {
    if (isLead(encoding, byte)) {
      leads[byte] = 1;
      fillPairs(encoding, byte, pairs);
    } else {
      singles[byte] = unitsOf(encoding, [byte]);
    }
  }
  return {
    singles,
    leads,
    pairs,
    triples: encoding === 'euc-jp' ? tripleTable() : null,
    quads: encoding === 'gb18030' ? quadTable() : null,
  };
}

/** As the WHATWG's decoders take them, also where no character is defined after a byte. */
function isLead(encoding: LegacyEncoding, byte: number): boolean {
  if (isSingleByte(encoding)) return false;
  if (encoding === 'shift_jis')
    return byte !== 0x80 && (byte < 0xa0 || byte >= 0xe0) && byte < 0xfd;
  if (encoding === 'euc-jp') return byte === 0x8e || byte === 0x8f || (byte > 0xa0 && byte < 0xff);
  return byte > 0x80 && byte < 0xff;
}

function fillPairs(encoding: LegacyEncoding, lead: number, pairs: Uint32Array): void {
  for (let trail = 0x40; trail < 0xff; trail++) {
    pairs[(lead << 8) | trail] = unitsOf(encoding, [lead, trail]);
  }
}

function tripleTable(): Uint32Array {
  const triples = new Uint32Array(0x1_0000);
  for (let second = 0xa1; second < 0xff; second++) {
    for (let third = 0xa1; third < 0xff; third++) {
      triples[(second << 8) | third] = unitsOf('euc-jp', [0x8f, second, third]);
    }
  }
  return triples;
}

function quadTable(): Uint32Array {
  const quads = new Uint32Array(quadsInFirstPlane);
  for (let number = 0; number < quadsInFirstPlane; number++) {
    quads[number] = unitsOf('gb18030', quadBytes(number));
  }
  return quads;
}

function quadBytes(number: number): number[] {
  return [
    0x81 + Math.floor(number / 12_600),
    0x30 + (Math.floor(number / 1260) % 10),
    0x81 + (Math.floor(number / 10) % 126),
    0x30 + (number % 10),
  ];
}

/** What one character's bytes stand for; 0 where they are no character, or not one alone. */
function unitsOf(encoding: LegacyEncoding, bytes: number[]): number {
  const text = iconv.decode(Buffer.from(bytes), encoding, { stripBOM: false });
  const [first = '', second = '', ...others] = text;
  if (others.length > 0 || text.includes('\uFFFD')) return 0;
  // Four of Big5's pairs are a letter and an accent.
  if (second !== '' && !(encoding === 'big5' && /^\p{M}$/u.test(second))) return 0;
  const codePoint = first.codePointAt(0) ?? 0;
  if (encoding !== 'gb18030' && (codePoint < 0xa0 || isPrivate(codePoint))) return 0;
  const high = text.charCodeAt(0);
  return text.length === 1 ? high : high * 0x1_0000 + text.charCodeAt(1);
}

function isPrivate(codePoint: number): boolean {
  return codePoint >= 0xe000 && codePoint <= 0xf8ff;
}
