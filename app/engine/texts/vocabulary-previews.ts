// Answers what a cut-off would leave of a corpus, from counts that are kept for the corpora asked about last.

import type { VocabularyCutoff, VocabularyPreview } from '../../contract/corpus.ts';
import { openIdFile } from '../../corpus/id-file.ts';
import { splitCorpus, type SplitShares } from '../../corpus/splitting/splits.ts';
import {
  countForPreview,
  previewVocabulary,
  type CountedTraining,
} from '../../corpus/vocabulary/vocabulary-preview.ts';
import type { OpenedCorpus } from '../../library/interfaces.ts';

/** One that is looked at, and one or two that it is compared with. */
const keptAtMost = 4;

export class VocabularyPreviews {
  /** By corpus, text and shares, the one asked about last at the end. */
  readonly #counted = new Map<string, CountedTraining>();

  /** What the limits leave of the training part that the shares give. */
  preview(corpus: OpenedCorpus, request: SplitShares & VocabularyCutoff): VocabularyPreview {
    const { record, idsPath } = corpus;
    const places = { idsPath, alphabet: record.alphabet };
    return previewVocabulary(this.#count(corpus, request), places, request);
  }

  #count({ record, idsPath }: OpenedCorpus, { validation, test }: SplitShares): CountedTraining {
    // The text of a corpus may become another one: its hash is a part of the key.
    const key = JSON.stringify([record.id, record.hash, validation, test]);
    const counted = this.#counted.get(key) ?? countOf({ record, idsPath }, { validation, test });
    this.#counted.delete(key);
    this.#counted.set(key, counted);
    const [oldest] = this.#counted.keys();
    if (this.#counted.size > keptAtMost && oldest !== undefined) this.#counted.delete(oldest);
    return counted;
  }
}

function countOf({ record, idsPath }: OpenedCorpus, shares: SplitShares): CountedTraining {
  const ids = openIdFile(idsPath);
  try {
    const { train } = splitCorpus(ids.length, record.documentEnds, shares);
    return countForPreview(ids, record.alphabet, train);
  } finally {
    ids.close();
  }
}
