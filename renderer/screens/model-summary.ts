// A model in one line, as it stands under its name.

import type { ModelSummary } from '../../app/contract/model.ts';
import { layersWords } from '../components/recipe-words.ts';
import type { Language } from '../state/language.svelte.ts';

/** Its kind, its size and what it was trained on. */
export function modelSummary(model: ModelSummary, language: Language): string {
  const { configuration, corpus, parameters } = model;
  const parts = [
    layersWords(configuration, language),
    language.t('unit.parameters', { count: language.compact(parameters) }),
  ];
  if (corpus.name !== '') parts.push(language.t('train.sub.corpus', { name: corpus.name }));
  return parts.join(' · ');
}
