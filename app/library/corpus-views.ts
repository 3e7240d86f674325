// A corpus' record as it is made of a snapshot, and as front ends see it.

import { isDeepStrictEqual } from 'node:util';
import { defaultCleaning, type CleaningOptions } from '../contract/cleaning.ts';
import type { CorpusDetails, CorpusSummary } from '../contract/corpus.ts';
import type { FiguresOfText } from '../corpus/figures/corpus-figures.ts';
import { coverageOf } from '../corpus/figures/coverage.ts';
import type { CorpusSnapshot } from '../corpus/importing/snapshot.ts';
import { shownCharacters, shownSource } from '../corpus/importing/survey.ts';
import type { CorpusInput, KnownSource } from '../corpus/importing/text-input.ts';
import { beginningOf } from '../corpus/importing/whole-characters.ts';
import { corpusVersion } from './corpus-record.ts';
import type { CorpusRecord } from './interfaces.ts';

/** Letters kept of a name that is made of another one. */
const longestName = 100;

/** The record of a corpus that has been read. */
export function recordOf(
  snapshot: CorpusSnapshot,
  identity: Pick<CorpusRecord, 'id' | 'name' | 'createdAt' | 'reading'>,
  cleaning: CleaningOptions = defaultCleaning,
): CorpusRecord {
  const { cleaned, characters, lines, sizeBytes, hash, figures, alphabet } = snapshot;
  return {
    formatVersion: corpusVersion,
    ...identity,
    ...cleaningOf(snapshot.sources, cleaning),
    ...{ cleaned, characters, lines, sizeBytes, hash, figures, alphabet },
  };
}

/** What all sources went through alike is what the corpus did. */
function cleaningOf(
  sources: KnownSource[],
  cleaning: CleaningOptions,
): Pick<CorpusRecord, 'sources' | 'cleaning'> {
  const own = sources[0]?.cleaning ?? null;
  const isOfAll = own !== null && sources.every((each) => isDeepStrictEqual(each.cleaning, own));
  if (!isOfAll) return { sources, cleaning };
  return { sources: sources.map((source) => ({ ...source, cleaning: null })), cleaning: own };
}

/** A corpus as its own screen shows it. */
export function detailsOf(record: CorpusRecord, figures: FiguresOfText): CorpusDetails {
  const { lines, sizeBytes, cleaning, cleaned, alphabet } = record;
  const frequentCharacters = alphabet.slice(0, shownCharacters);
  return {
    ...summaryOf(record),
    ...{ lines, sizeBytes, frequentCharacters, cleaning, cleaned },
    coverage: coverageOf(alphabet),
    ...figures,
  };
}

/** One row in the list of corpora. */
export function summaryOf(record: CorpusRecord): CorpusSummary {
  const { id, name, createdAt, characters, alphabet, hash } = record;
  const sources = record.sources.map(shownSource);
  return { id, name, createdAt, characters, vocabularySize: alphabet.length, sources, hash };
}

/** The first text's name without its ending, and how many follow. */
export function nameOf(inputs: readonly CorpusInput[]): string {
  const first = inputs[0]?.name.replace(/^.*[/\\]/, '').replace(/\.[A-Za-z0-9]{1,8}$/, '');
  const more = inputs.length > 1 ? ` + ${inputs.length - 1}` : '';
  return beginningOf(first || 'text', longestName) + more;
}
