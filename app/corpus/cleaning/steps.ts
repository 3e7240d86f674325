// The steps of cleaning in the order in which a text goes through them, and which switch turns each on.
//
// Book-keeping goes first, while lines and markers still look as they were printed; then characters, composed before
// they are looked up or filtered; then blanks, which filters may have left; last what compares texts, which by then
// look alike if they are, and the empty lines that all of this leaves.

import type { CleaningOptions, CleaningStep } from '../../contract/cleaning.ts';
import { BlankReducer } from './blanks.ts';
import { ByteOrderMarkRemover } from './byte-order-mark.ts';
import { CharacterFilter } from './character-filter.ts';
import { ChineseConverter } from './chinese.ts';
import { StreamNormaliser } from './compose.ts';
import { ControlRemover } from './controls.ts';
import { EmptyLineReducer } from './empty-lines.ts';
import { FullWidthConverter } from './full-width.ts';
import { GutenbergRemover } from './gutenberg.ts';
import { HyphenJoiner } from './hyphenation.ts';
import { LineEndConverter } from './line-ends.ts';
import { LineStream } from './line-stream.ts';
import { LowerCaser } from './lower-case.ts';
import { PageNumberRemover } from './page-numbers.ts';
import { RepeatedDocumentRemover } from './repeated-documents.ts';
import { RepeatedLineRemover } from './repeated-lines.ts';
import type { CleaningStage } from './stage.ts';

/** `prompt` is a text that is not a whole one: nothing may be left out of it because of what is not there. */
export type CleaningScope = 'document' | 'prompt';

export interface StepDefinition {
  step: CleaningStep;
  /** Whether it works character by character, and so on prompts too. */
  isForPrompts: boolean;
  isOn: (options: CleaningOptions) => boolean;
  /** The step as the options have it; where they have it off, as it would be switched on first. */
  make: (options: CleaningOptions, scope: CleaningScope) => CleaningStage;
}

export const cleaningSteps: readonly StepDefinition[] = [
  { ...always('byteOrderMark'), make: () => new ByteOrderMarkRemover() },
  { ...character('lineEnds'), make: () => new LineEndConverter() },
  { ...document('gutenberg'), make: () => new LineStream(new GutenbergRemover()) },
  { ...document('pageNumbers'), make: () => new LineStream(new PageNumberRemover()) },
  { ...document('hyphenation'), make: () => new LineStream(new HyphenJoiner()) },
  { ...character('controls'), make: () => new ControlRemover() },
  { ...character('fullWidth'), make: () => new FullWidthConverter() },
  {
    ...character('form'),
    make: ({ form }) => new StreamNormaliser(form === 'none' ? 'NFC' : form),
  },
  { ...character('lowerCase'), make: ({ form }) => new LowerCaser(form) },
  {
    ...character('chinese'),
    make: ({ chinese }) => new ChineseConverter(chinese === 'as-is' ? 'simplified' : chinese),
  },
  {
    ...character('remove'),
    make: (options) => CharacterFilter.removing(composed(options.remove, options)),
  },
  {
    ...character('keep'),
    make: (options) => CharacterFilter.keeping(composed(options.keep, options)),
  },
  {
    ...character('blanks'),
    make: (_, scope) => new BlankReducer({ trims: scope === 'document' }),
  },
  { ...document('repeatedDocuments'), make: () => new RepeatedDocumentRemover() },
  { ...document('repeatedLines'), make: () => new LineStream(new RepeatedLineRemover()) },
  { ...document('emptyLines'), make: () => new LineStream(new EmptyLineReducer()) },
];

function always(step: CleaningStep) {
  return { step, isForPrompts: true, isOn: () => true };
}

function character(step: keyof CleaningOptions) {
  return { step, isForPrompts: true, isOn: (options: CleaningOptions) => isSet(options[step]) };
}

function document(step: keyof CleaningOptions) {
  return { step, isForPrompts: false, isOn: (options: CleaningOptions) => isSet(options[step]) };
}

/** Whether a switch does anything where it stands. */
function isSet(value: CleaningOptions[keyof CleaningOptions]): boolean {
  return typeof value === 'boolean' ? value : !['none', 'as-is', ''].includes(value);
}

/** A notation in the form of the text that it is compared with. */
function composed(notation: string, { form }: CleaningOptions): string {
  return form === 'none' ? notation : notation.normalize(form);
}
