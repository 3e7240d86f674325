// The one figure that a preset's source prints at the end, as it prints it: on the test part where there is one,
// else on the validation part.

import type { ModelDetails } from '../../app/contract/model.ts';
import { presets } from '../../app/contract/presets.ts';
import type { Language } from '../state/language.svelte.ts';

/** The final figure of a model that was made by a preset; null without one, or before there is one. */
export function finalFigure(model: ModelDetails, language: Language): string | null {
  const { preset } = model.recipe;
  if (preset === null || model.results.steps === 0) return null;
  const { testLoss, testAccuracy, testOptimisedLoss, bestValidationLoss } = model.results;
  const best = model.history.validation.find(({ loss }) => loss === bestValidationLoss);
  const { t } = language;
  switch (presets[preset].prints) {
    case 'accuracy': {
      const accuracy = testAccuracy ?? best?.accuracy ?? null;
      if (accuracy === null) return null;
      return t('train.final.accuracy', { accuracy: language.percent(accuracy, 2) });
    }
    case 'optimised-loss': {
      const loss = testOptimisedLoss ?? best?.optimisedLoss ?? null;
      if (loss === null) return null;
      return t('train.final.optimisedLoss', {
        loss: language.number(loss, { maximumSignificantDigits: 4 }),
      });
    }
    case 'loss': {
      const loss = testLoss ?? bestValidationLoss;
      return loss === null ? null : t('train.final.loss', { loss: language.decimal(loss, 4) });
    }
  }
}
