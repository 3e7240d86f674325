// A model's judgement in four numbers, each with its meaning in words. Shared by runs and finished models.

import type { ValidationPoint } from '../../app/contract/model.ts';
import type { Language } from '../state/language.svelte.ts';

/** A number with its name and, in a few words, what it means. */
export interface Figure {
  label: string;
  value: string;
  meaning?: string;
}

/** Loss, bits, perplexity and accuracy of a validation; dashes before the first. */
export function validationFigures(
  point: Pick<ValidationPoint, 'loss' | 'bitsPerCharacter' | 'accuracy'> | null,
  language: Language,
): Figure[] {
  const t = language.t;
  const none = t('number.none');
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
      value: point === null ? none : language.percent(point.accuracy, 1),
      meaning: t('train.number.accuracy.meaning'),
    },
  ];
}
