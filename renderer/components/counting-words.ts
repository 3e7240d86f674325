// A loss beside what counting alone reaches: as a figure and as a sentence. Knows no engine.

import type { CountingBaseline } from '../../app/contract/corpus.ts';
import type { Language } from '../state/language.svelte.ts';
import type { Figure } from './figures.ts';

/** Nats that make no difference: less than two runs of the same recipe differ by. */
const sameWithin = 0.0005;

/** How far a loss is from counting's, in nats: positive where it is better; 0 where they are the same. */
function gainOver({ loss }: CountingBaseline, own: number): number {
  return Math.abs(loss - own) < sameWithin ? 0 : loss - own;
}

/** Whether counting foretells the text better than a model does. */
export function isBehindCounting(own: number, baseline: CountingBaseline): boolean {
  return gainOver(baseline, own) < 0;
}

/** "0.060 nats better", with what counting reaches. */
export function countingFigure(
  own: number,
  baseline: CountingBaseline,
  language: Language,
): Figure {
  const { t } = language;
  const gain = gainOver(baseline, own);
  const difference = language.decimal(Math.abs(gain), 3);
  const value =
    gain === 0
      ? t('counting.same')
      : t(gain > 0 ? 'counting.better' : 'counting.worse', { difference });
  const meaning = t('counting.figure.meaning', { loss: language.decimal(baseline.loss, 3) });
  return { label: t('counting.figure'), value, meaning };
}

/** "0.06 nats better than counting." */
export function countingSentence(
  own: number,
  baseline: CountingBaseline,
  language: Language,
): string {
  const { t } = language;
  const gain = gainOver(baseline, own);
  if (gain === 0) return t('counting.sentence.same');
  const difference = language.decimal(Math.abs(gain), Math.abs(gain) < 0.01 ? 3 : 2);
  if (gain > 0) return t('counting.sentence.better', { difference });
  return t('counting.sentence.worse', { difference, loss: language.decimal(baseline.loss, 3) });
}
