// A model in one line, as it stands under its name.

import type { ModelSummary } from '../../app/contract/model.ts';
import type { Language } from '../state/language.svelte.ts';
import { describeLayers } from '../state/parameters.ts';

/** Its kind, its size and what it was trained on. */
export function modelSummary(model: ModelSummary, language: Language): string {
  const { configuration, corpus, parameters } = model;
  const parts = [
    language.t('train.sub.cell', { layers: describeLayers(configuration.layers) }),
    language.t('unit.parameters', { count: language.compact(parameters) }),
  ];
  if (corpus.name !== '') parts.push(language.t('train.sub.corpus', { name: corpus.name }));
  return parts.join(' · ');
}
