// The steps of cleaning in words: in groups as a person looks for them, and how each counts its changes.

import {
  defaultCleaning,
  type CleaningOptions,
  type CleaningStep,
} from '../../app/contract/cleaning.ts';
import type { Language } from '../state/language.svelte.ts';

/** Steps that are simply on or off. */
export type CleaningSwitch = {
  [Step in keyof CleaningOptions]: CleaningOptions[Step] extends boolean ? Step : never;
}[keyof CleaningOptions];

/** The switches of each group; choices and filters stand among them on their own. */
export const switchesOf = {
  characters: ['fullWidth', 'controls', 'lowerCase'],
  lines: ['lineEnds', 'blanks', 'emptyLines', 'hyphenation', 'pageNumbers'],
  passages: ['gutenberg', 'repeatedDocuments', 'repeatedLines'],
} as const satisfies Record<string, readonly CleaningSwitch[]>;

/** What each step counts. */
const units: Record<CleaningStep, 'characters' | 'places' | 'words' | 'lines' | 'documents'> = {
  lineEnds: 'places',
  form: 'characters',
  fullWidth: 'characters',
  chinese: 'characters',
  controls: 'characters',
  blanks: 'places',
  emptyLines: 'places',
  lowerCase: 'characters',
  hyphenation: 'words',
  pageNumbers: 'lines',
  gutenberg: 'places',
  repeatedDocuments: 'documents',
  repeatedLines: 'lines',
  remove: 'characters',
  keep: 'characters',
  byteOrderMark: 'characters',
};

/** So many changes in the step's own unit: 12 lines. */
export function changesWords(step: CleaningStep, changes: number, { t }: Language): string {
  return t(`clean.count.${units[step]}`, { count: changes });
}

/** What is on beyond what every text goes through, in words. */
export function cleaningWords(cleaning: CleaningOptions, { t }: Language): string[] {
  return (Object.keys(defaultCleaning) as (keyof CleaningOptions)[])
    .filter((step) => cleaning[step] !== defaultCleaning[step] && cleaning[step] !== false)
    .map((step) => t(`clean.${step}`));
}
