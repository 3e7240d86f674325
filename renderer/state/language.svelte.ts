// The language of the window, switched live: sentences, errors, numbers, times. Knows no screen.
// Everything here reads `current`, so whatever a component shows follows a switch by itself.

import { toWireError, type ErrorCode, type ErrorDetails } from '../../app/contract/errors.ts';
import { megabytesInWords } from '../../app/contract/megabytes.ts';
import type { TrainingNotice } from '../../app/contract/training.ts';
import { canFill, fill, type MessageValues, type PlaceholdersOf } from '../messages/catalogue.ts';
import { en, type MessageKey } from '../messages/en.ts';
import { enErrors, type ErrorMessages } from '../messages/en-errors.ts';
import { zhCN } from '../messages/zh-CN.ts';
import { zhCNErrors } from '../messages/zh-CN-errors.ts';
import type { Store } from './store.ts';

export type LanguageCode = 'en' | 'zh-CN';

/** Every language by its own name for itself. */
export const languages: Readonly<Record<LanguageCode, string>> = { en: 'English', 'zh-CN': '中文' };

const catalogues = { en, 'zh-CN': zhCN } as const;
const errorCatalogues: Readonly<
  Record<LanguageCode, Readonly<Partial<Record<ErrorCode, ErrorMessages>>>>
> = { en: enErrors, 'zh-CN': zhCNErrors };

/** The values that a message asks for; none where it has no placeholder. */
export type ValuesOf<Key extends MessageKey> =
  PlaceholdersOf<(typeof en)[Key]> extends never
    ? []
    : [Readonly<Record<PlaceholdersOf<(typeof en)[Key]>, string | number>>];

/** A sentence that is chosen now and phrased when it is shown. */
export interface Phrase {
  key: MessageKey;
  values?: MessageValues;
}

const storeKey = 'charloom.language';

/** The language now in use, and all that is phrased in it. */
export class Language {
  current = $state<LanguageCode>('en');
  readonly #store: Store;

  constructor(preferred: string, store: Store) {
    this.#store = store;
    const kept = store.get(storeKey);
    const isChinese = kept === null ? preferred.toLowerCase().startsWith('zh') : kept === 'zh-CN';
    this.current = isChinese ? 'zh-CN' : 'en';
  }

  /** Changes the language and remembers it. */
  use(code: LanguageCode): void {
    this.current = code;
    this.#store.set(storeKey, code);
  }

  /** The sentence of a key, its values filled in. */
  t = <Key extends MessageKey>(key: Key, ...[values]: ValuesOf<Key>): string =>
    this.phrase({ key, values });

  /** The sentence of a phrase. */
  phrase = ({ key, values = {} }: Phrase): string =>
    fill(catalogues[this.current][key], values, this.current);

  /** What went wrong, as a person reads it. */
  error = (error: unknown): string => {
    const { code, message, details } = toWireError(error);
    const values = { message, ...withSizes(valuesOf(details)) };
    const { detailed = [], general = '{message}' } = errorCatalogues[this.current][code] ?? {};
    const sentence = detailed.find((each) => canFill(each, values)) ?? general;
    return fill(sentence, values, this.current);
  };

  /** What happened on the way, with its numbers where they came along. */
  notice = ({ code, details = {} }: Pick<TrainingNotice, 'code' | 'details'>): string => {
    const values: Record<string, string | number> = {};
    for (const [name, value] of Object.entries(valuesOf(details))) {
      // A learning rate is far below one, and an epoch has a fraction.
      const isFraction = typeof value === 'number' && !Number.isInteger(value);
      values[name] = isFraction ? this.brief(value) : value;
    }
    const detailed = `notice.${code}.detailed`;
    const isThere = isKey(detailed) && canFill(en[detailed], values);
    return this.phrase({ key: isThere ? detailed : `notice.${code}`, values });
  };

  /** A number with its group separators, by default with at most three decimals. */
  number = (value: number, options: Intl.NumberFormatOptions = {}): string =>
    new Intl.NumberFormat(this.current, { maximumFractionDigits: 3, ...options }).format(value);

  /** A number with a fixed count of decimals. */
  decimal = (value: number, digits: number): string =>
    this.number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });

  /** A number in three digits at most, however small. */
  brief = (value: number): string => this.number(value, { maximumSignificantDigits: 3 });

  /** A large number in few characters: 1.9M, 190万. */
  compact = (value: number): string =>
    this.number(value, { notation: 'compact', maximumSignificantDigits: 3 });

  /** A share of one as a percentage, by default without decimals. */
  percent = (share: number, digits = 0): string =>
    this.number(share, {
      style: 'percent',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });

  /** A size in memory or on disk, in the units of the decimal system. */
  bytes = (size: number): string => {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
    const power = Math.min(3, Math.max(0, Math.floor(Math.log10(Math.max(1, size)) / 3)));
    if (power === 0) return this.t('size.bytes', { count: Math.round(size) });
    const value = size / 1000 ** power;
    return this.number(value, {
      style: 'unit',
      unit: units[power] ?? 'byte',
      maximumFractionDigits: value < 10 ? 1 : 0,
    });
  };

  /** A span of time in words, the two largest units. */
  duration = (seconds: number): string => {
    const whole = Math.max(0, Math.round(seconds));
    const minutes = Math.floor(whole / 60);
    const hours = Math.floor(minutes / 60);
    if (whole < 60) return this.t('duration.seconds', { seconds: whole });
    if (minutes < 60) {
      return whole % 60 === 0
        ? this.t('duration.minutes', { minutes })
        : this.t('duration.minutesSeconds', { minutes, seconds: whole % 60 });
    }
    if (hours < 24) return this.t('duration.hours', { hours, minutes: minutes % 60 });
    return this.t('duration.days', { days: Math.floor(hours / 24), hours: hours % 24 });
  };

  /** A time of day, as in 15:42. */
  clock = (time: Date): string =>
    new Intl.DateTimeFormat(this.current, { hour: 'numeric', minute: '2-digit' }).format(time);

  /** A day, as in 21 Nov 2026. */
  day = (time: Date): string =>
    new Intl.DateTimeFormat(this.current, { dateStyle: 'medium' }).format(time);

  /** A language by its name in this one; its code where it has none. */
  languageName = (code: string): string =>
    new Intl.DisplayNames(this.current, { type: 'language' }).of(code) ?? code;

  /** Sentences one after the other, set as the language sets them. */
  sentences = (items: readonly (string | null)[]): string =>
    items.filter((item) => item !== null).join(this.current === 'zh-CN' ? '' : ' ');

  /** Things in a row, joined as the language joins them. */
  list = (items: readonly string[]): string =>
    new Intl.ListFormat(this.current, { type: 'conjunction' })
      .format(items)
      // A figure stands apart from the Chinese word before it.
      .replace(/(?<=\p{Script=Han})(?=\d)/gu, ' ');
}

function isKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key);
}

/** What of an error's or a notice's details can stand in a sentence. */
function valuesOf(details: ErrorDetails): MessageValues {
  return Object.fromEntries(
    Object.entries(details).filter(
      (entry): entry is [string, string | number] =>
        typeof entry[1] === 'string' || typeof entry[1] === 'number',
    ),
  );
}

/** The values, those in megabytes as people say them. */
function withSizes(values: MessageValues): MessageValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (typeof value !== 'number' || !name.endsWith('Megabytes')) return [name, value];
      const kind = name === 'neededMegabytes' ? 'needed' : 'available';
      return [name, megabytesInWords(value, kind)];
    }),
  );
}
