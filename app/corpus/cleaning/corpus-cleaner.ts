// Cleans the documents of a corpus as a person chose, while they stream by. Knows nothing of where they come from.

import type { CleaningCount, CleaningOptions, CleaningStep } from '../../contract/cleaning.ts';
import { characterClass } from './character-set.ts';
import { loadChinese } from './chinese-dictionary.ts';
import { CleaningPipeline } from './pipeline.ts';
import type { CleaningStage } from './stage.ts';
import { cleaningSteps } from './steps.ts';

/** Loads what the options need; has to be awaited once before anything is cleaned by them. */
export async function prepareCleaning({ chinese }: CleaningOptions): Promise<void> {
  if (chinese !== 'as-is') await loadChinese(chinese);
}

/** Throws `invalid-request` where a character filter's notation is none. */
export function checkCleaning({ remove, keep }: Pick<CleaningOptions, 'remove' | 'keep'>): void {
  characterClass(remove);
  characterClass(keep);
}

/** Cleans all documents of an import, one after the other: what is repeated is so across them. */
export class CorpusCleaner {
  readonly #stages: { step: CleaningStep; stage: CleaningStage }[];
  readonly #pipeline: CleaningPipeline;

  constructor(options: CleaningOptions) {
    this.#stages = cleaningSteps
      .filter(({ isOn }) => isOn(options))
      .map(({ step, make }) => ({ step, stage: make(options, 'document') }));
    this.#pipeline = new CleaningPipeline(this.#stages.map(({ stage }) => stage));
  }

  /** Begins a document; one that was not ended is given up. */
  startDocument(): void {
    this.#pipeline.finish();
  }

  /** What is certain once this piece is known. */
  push(text: string): string {
    return this.#pipeline.push(text);
  }

  /** The rest of the document; where nothing came of it at all, it was left out. */
  endDocument(): string {
    return this.#pipeline.finish();
  }

  /** What was changed so far, by the steps that changed anything, in their order. */
  counts(): CleaningCount[] {
    return this.#stages
      .map(({ step, stage }) => ({ step, changes: stage.changes }))
      .filter(({ changes }) => changes > 0);
  }
}

/** Cleans one document that is at hand as a whole. */
export function cleanWhole(text: string, options: CleaningOptions): string {
  const cleaner = new CorpusCleaner(options);
  return cleaner.push(text) + cleaner.endDocument();
}
