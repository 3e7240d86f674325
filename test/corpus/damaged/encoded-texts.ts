// Texts in every encoding that is read, made of a few sentences over and over, and what is wrong with such texts in
// practice: half a character at the end, two encodings in one file, an encoding that a person chose wrongly.

import iconv from 'iconv-lite';
import { encodings, type Encoding } from '../../../app/contract/corpus.ts';
import type { Random } from '../../../app/model/random.ts';
import { passages } from '../figures/passages.ts';
import { below, happens, pick } from './damages.ts';

/** Languages that an encoding can write. */
const languages: Record<Encoding, readonly string[]> = {
  'utf-8': ['en', 'de', 'fr', 'pl', 'ru', 'el', 'zh', 'ja', 'ko', 'ar', 'tr', 'hu'],
  'utf-16le': ['en', 'zh', 'ru', 'ja', 'ko'],
  'utf-16be': ['en', 'zh', 'de', 'ja', 'ar'],
  gb18030: ['zh'],
  big5: ['zh'],
  shift_jis: ['ja'],
  'euc-jp': ['ja'],
  'euc-kr': ['ko'],
  'windows-1250': ['pl', 'cs', 'hu'],
  'windows-1251': ['ru', 'uk'],
  'windows-1252': ['de', 'fr', 'es', 'sv'],
  'koi8-r': ['ru'],
};

/** Names that say nothing of a format. */
const names = ['notes.txt', 'old', 'letter.text', 'a.b.c', 'README', 'строки.txt', '日記.txt'];

/** A text in some encoding; what is wrong with it is in the label, if anything is. */
export function drawEncodedText(random: Random): { label: string; name: string; bytes: Buffer } {
  const encoding = pick(random, encodings);
  // Some are longer than what is read at a time.
  const length = happens(random, 4) ? 300_000 : 600 + below(random, 6000);
  let bytes = encode(drawText(random, encoding, length), encoding, happens(random, 30));
  let label = `a text in ${encoding}`;
  if (happens(random, 20)) {
    bytes = bytes.subarray(0, bytes.length - 1);
    label += ', its last byte missing';
  }
  if (happens(random, 15)) {
    const other = pick(random, encodings);
    bytes = Buffer.concat([bytes, encode(drawText(random, other, length), other, false)]);
    label += `, then one in ${other}`;
  }
  return { label, name: pick(random, names), bytes };
}

/** Sentences of a language that the encoding can write, at least so many UTF-16 units of them. */
export function drawText(random: Random, encoding: Encoding, length: number): string {
  let text = '';
  while (text.length < length) {
    const passage = passages[pick(random, languages[encoding])] ?? '';
    const start = below(random, 40);
    text += passage.slice(start) + pick(random, ['\n', '\r\n', ' ', '\n\n']);
  }
  return text;
}

export function encode(text: string, encoding: Encoding, hasMark: boolean): Buffer {
  return iconv.encode(text, encoding, { addBOM: hasMark && encoding.startsWith('utf') });
}
