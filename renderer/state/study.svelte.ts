// What is found out about one text beyond its numbers, each thing when it is asked for: what became of its sources,
// its parts and what stands in two of them, and what a cut-off leaves of its characters. Knows no screen.

import type {
  CorpusSplits,
  SourceState,
  VocabularyCutoff,
  VocabularyPreview,
} from '../../app/contract/corpus.ts';
import type { EngineLink } from './engine.svelte.ts';
import type { Later } from './later.ts';
import { Question } from './question.svelte.ts';

/** A text and its parts. */
export interface PartsRequest {
  corpus: string;
  validation: number;
  test: number;
}

/** The questions about a text; each answer names the text that it is about. */
export class Study {
  readonly sources: Question<{ corpus: string }, SourceState[]>;
  readonly splits: Question<PartsRequest, CorpusSplits>;
  readonly vocabulary: Question<PartsRequest & VocabularyCutoff, VocabularyPreview>;

  constructor(engine: EngineLink, later?: Later) {
    this.sources = new Question((request) => engine.call('corpus.sources', request), later);
    this.splits = new Question((request) => engine.call('corpus.splits', request), later);
    this.vocabulary = new Question((request) => engine.call('corpus.vocabulary', request), later);
  }

  /** What became of a text's sources, where that has been asked. */
  sourcesOf(corpus: string): SourceState[] | null {
    const { answer } = this.sources;
    return answer?.request.corpus === corpus ? answer.reply : null;
  }

  /** How a text's sources stand, in one word for all of them. */
  isOutdated(corpus: string): boolean {
    return this.sourcesOf(corpus)?.some(({ state }) => state === 'changed') ?? false;
  }

  /** Asks everything about a text anew: it has been read again. */
  again(): void {
    this.sources.again();
    this.splits.again();
    this.vocabulary.again();
  }
}
