// Encodings and formats as a person knows them: a name, and where it is at home.

import { encodings, type Encoding } from '../../app/contract/corpus.ts';
import type { MessageKey } from '../messages/en.ts';
import type { Language } from '../state/language.svelte.ts';

/** Unicode is at home everywhere. */
const names: Record<Encoding, [string, (MessageKey & `encoding.${string}`) | null]> = {
  'utf-8': ['UTF-8', null],
  'utf-16le': ['UTF-16 LE', null],
  'utf-16be': ['UTF-16 BE', null],
  gb18030: ['GB18030', 'encoding.chineseSimplified'],
  big5: ['Big5', 'encoding.chineseTraditional'],
  shift_jis: ['Shift-JIS', 'encoding.japanese'],
  'euc-jp': ['EUC-JP', 'encoding.japanese'],
  'euc-kr': ['EUC-KR', 'encoding.korean'],
  'windows-1250': ['Windows-1250', 'encoding.centralEuropean'],
  'windows-1251': ['Windows-1251', 'encoding.cyrillic'],
  'windows-1252': ['Windows-1252', 'encoding.western'],
  'koi8-r': ['KOI8-R', 'encoding.cyrillic'],
};

/** An encoding's name alone: GB18030. */
export function encodingName(encoding: Encoding): string {
  return names[encoding][0];
}

/** Its name and the script it is for: GB18030 · Chinese. */
export function encodingLabel(encoding: Encoding, { phrase }: Language): string {
  const [name, region] = names[encoding];
  if (region === null) return name;
  return phrase({ key: 'encoding.label', values: { name, region: phrase({ key: region }) } });
}

/** All encodings with their labels, for a list. */
export function encodingChoices(language: Language): { value: Encoding; label: string }[] {
  return encodings.map((value) => ({ value, label: encodingLabel(value, language) }));
}
