// A model's judgement in four numbers, each with its meaning in words. Shared by runs and finished models.

import type { ValidationPoint } from '../../app/contract/model.ts';
import type { Language } from '../state/language.svelte.ts';

/** A number with its name and, in a few words, what it means. */
export interface Figure {
  label: string;
  value: string;
  meaning?: string;
}

/** What a validation is judged by; an accuracy that is not known is null. */
export type Judgement = Pick<
  ValidationPoint,
  'loss' | 'bitsPerCharacter' | 'topFiveAccuracy' | 'optimisedLoss'
> & { accuracy: number | null };

/** Loss, bits, perplexity and accuracies of a validation; dashes before the first. */
export function validationFigures(point: Judgement | null, language: Language): Figure[] {
  const t = language.t;
  const none = t('number.none');
  const share = (value: number | null | undefined) =>
    value === null || value === undefined ? none : language.percent(value, 1);
  const optimised =
    point === null || point.optimisedLoss === null
      ? []
      : [
          {
            label: t('train.number.optimised'),
            value: language.number(point.optimisedLoss, { maximumSignificantDigits: 4 }),
            meaning: t('train.number.optimised.meaning'),
          },
        ];
  return [
    {
      label: t('train.number.validation'),
      value: point === null ? none : language.decimal(point.loss, 3),
      meaning: t('train.number.validation.meaning'),
    },
    {
      label: t('train.number.bits'),
      value: point === null ? none : language.decimal(point.bitsPerCharacter, 2),
      meaning: t('train.number.bits.meaning'),
    },
    {
      label: t('train.number.perplexity'),
      value: point === null ? none : language.decimal(Math.exp(point.loss), 2),
      meaning: t('train.number.perplexity.meaning'),
    },
    {
      label: t('train.number.accuracy'),
      value: share(point?.accuracy),
      meaning: t('train.number.accuracy.meaning'),
    },
    {
      label: t('train.number.topFive'),
      value: share(point?.topFiveAccuracy),
      meaning: t('train.number.topFive.meaning'),
    },
    ...optimised,
  ];
}
