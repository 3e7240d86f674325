// A plan in numbers, each with its meaning.

import type { TrainingPlan } from '../../app/contract/training.ts';
import type { Language } from '../state/language.svelte.ts';
import type { Figure } from './figures.ts';

/** "1.47 to 1.56". */
export function lossRangeWords(
  { low, high }: { low: number; high: number },
  language: Language,
): string {
  const [from, to] = [language.decimal(low, 2), language.decimal(high, 2)];
  return language.t('plan.range', { low: from, high: to });
}

/** The numbers of a plan; `range` is the expected loss, where there is one. */
export function planFigures(
  plan: TrainingPlan,
  range: string | null,
  language: Language,
): Figure[] {
  const { t } = language;
  const { recipe, steps, characters, charsPerSecond, memoryBytes, parameters } = plan;
  const perStep =
    recipe.windows === 'strided'
      ? recipe.batchSize * recipe.stride
      : recipe.batchSize * recipe.sequenceLength;
  const passes = language.number((steps * perStep) / characters, { maximumSignificantDigits: 2 });
  const expected =
    range === null
      ? []
      : [{ label: t('plan.loss'), value: range, meaning: t('plan.loss.meaning') }];
  return [
    ...expected,
    { label: t('train.number.parameters'), value: language.compact(parameters) },
    { label: t('train.number.memory'), value: language.bytes(memoryBytes) },
    {
      label: t('train.number.speed'),
      value: t('unit.charsPerSecond', { count: Math.round(charsPerSecond) }),
    },
    {
      label: t('plan.updates'),
      value: language.number(steps),
      meaning: t('plan.passes', { passes }),
    },
  ];
}
