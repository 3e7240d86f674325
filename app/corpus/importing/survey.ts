// The first pass over the texts of a corpus: reads, cleans and counts them, and hands the clean text on.

import { isDeepStrictEqual } from 'node:util';
import { defaultCleaning, type CleaningOptions } from '../../contract/cleaning.ts';
import type { CharacterCount, CorpusInspection, CorpusSource } from '../../contract/corpus.ts';
import { refuseBinary } from '../binary.ts';
import { cleanedTwice } from '../cleaning/cleaned-twice.ts';
import { emptyError, minimumCharacters, tooShortError } from '../corpus-errors.ts';
import { ImportProgress } from './import-progress.ts';
import { readKept } from './kept-text.ts';
import { gapsOf } from './source-gaps.ts';
import { bytesOf, markSource, measureAll } from './source-mark.ts';
import { openSource } from '../sources/open-source.ts';
import type { CharacterTally } from './tally.ts';
import { TextGatherer, type Gathered, type GathererOptions } from './text-gatherer.ts';
import type {
  CorpusInput,
  KeptInput,
  KnownSource,
  ReadingOptions,
  TextInput,
} from './text-input.ts';
import { traitsOf } from './text-traits.ts';

/** Everything that is known of a corpus after one reading. */
export interface CorpusSurvey extends Gathered {
  sources: KnownSource[];
  characters: number;
  lines: number;
  /** Of the clean text in UTF-8. */
  sizeBytes: number;
  /** Every character by falling count, ties by code point. */
  alphabet: CharacterCount[];
  /** Characters of each document that has any. */
  documents: number[];
}

export interface SurveyOptions extends ReadingOptions, Omit<GathererOptions, 'signal'> {
  /** Tells how far all of an import is, where this is a part of one. */
  progress?: ImportProgress;
}

/** Characters shown of an alphabet. */
export const shownCharacters = 200;

/** Names told in an error about all sources. */
const namesTold = 3;

/** Reads all inputs in order; refuses what is empty, too short, binary or cannot be decoded. */
export async function surveyTexts(
  inputs: readonly CorpusInput[],
  options: SurveyOptions = {},
): Promise<CorpusSurvey> {
  const { signal, onProgress = () => undefined } = options;
  const progress = options.progress ?? new ImportProgress(await measureAll(inputs), onProgress);
  const gatherer = new TextGatherer(options);
  const sources: KnownSource[] = [];
  for (const input of inputs) {
    progress.begin(await bytesOf(input), await traitsOf(input));
    const surroundings = { progress, signal, cleaning: options.cleaning ?? defaultCleaning };
    if (input.kind === 'kept') sources.push(...(await addKept(gatherer, input, surroundings)));
    else sources.push(await addSource(gatherer, input, surroundings));
  }
  const { tally, sizeBytes, documents } = gatherer;
  refuseUnfit(inputs, tally, options.minimumCharacters ?? minimumCharacters);
  const { characters, lines } = tally;
  const alphabet = tally.alphabet();
  return {
    ...{ sources, characters, lines, sizeBytes, documents, alphabet },
    ...(await gatherer.finish()),
  };
}

/** What texts would become, without keeping them. */
export async function inspectTexts(
  inputs: readonly CorpusInput[],
  options: ReadingOptions = {},
): Promise<CorpusInspection> {
  const survey = await surveyTexts(inputs, options);
  const encodings = survey.sources.flatMap(({ encoding }) => encoding?.toUpperCase() ?? []);
  return {
    files: inputs.length,
    sources: survey.sources.map(shownSource),
    encodings: [...new Set(encodings)],
    characters: survey.characters,
    vocabularySize: survey.alphabet.length,
    lines: survey.lines,
    sizeBytes: survey.sizeBytes,
    frequentCharacters: survey.alphabet.slice(0, shownCharacters),
  };
}

/** A source as a front end may see it: without its place on this machine. */
export function shownSource(source: KnownSource): CorpusSource {
  const { name, sizeBytes, characters, hash, format, encoding, undecodable, documents } = source;
  return {
    ...{ name, sizeBytes, characters, hash, format, encoding, undecodable, documents },
    ...gapsOf(source),
  };
}

interface Surroundings {
  progress: ImportProgress;
  signal: AbortSignal | undefined;
  cleaning: CleaningOptions;
}

async function addSource(
  gatherer: TextGatherer,
  input: TextInput,
  { progress, signal }: Surroundings,
): Promise<KnownSource> {
  const onBytes = (bytes: number) => progress.tell('hashed', bytes);
  const onLookedAt = (bytes: number) => progress.tell('lookedAt', bytes);
  const mark = await markSource(input, { signal, onBytes });
  const file = input.kind === 'file' ? input : null;
  const reading = file?.reading ?? {};
  const { facts, added } = await gatherer.add({
    name: input.name,
    pieces: openSource(input, { reading, signal, onLookedAt }),
    cleaning: file?.cleaning ?? 'as-corpus',
    onRead: (bytes) => progress.tell('read', bytes),
  });
  const { format, encoding, undecodable } = facts;
  return {
    ...{ name: input.name, ...mark, ...added },
    ...{ format, encoding, undecodable, reading, ...gapsOf(facts) },
    path: file && file.isLasting !== false ? file.path : null,
    cleaning: file?.cleaning ?? null,
  };
}

/** What stays as it is has the numbers that it had. */
async function addKept(
  gatherer: TextGatherer,
  input: KeptInput,
  { progress, signal, cleaning }: Surroundings,
): Promise<readonly KnownSource[]> {
  const { sources, cleanedBefore } = input;
  const { added } = await gatherer.add({
    name: '',
    pieces: readKept(input, signal),
    cleaning: cleanedBefore === undefined ? null : 'as-corpus',
    onRead: (bytes) => progress.tell('read', bytes),
  });
  if (cleanedBefore === undefined) return sources;
  const cleaned = cleanedTwice(cleanedBefore, cleaning);
  const own = isDeepStrictEqual(cleaned, cleaning) ? null : cleaned;
  return sources.map((source) => ({ ...source, ...added, cleaning: own }));
}

function refuseUnfit(inputs: readonly CorpusInput[], tally: CharacterTally, minimum: number): void {
  const told = inputs.slice(0, namesTold).map((input) => input.name);
  const name = [...told, ...(inputs.length > told.length ? ['…'] : [])].join(', ');
  if (tally.characters === 0) throw emptyError(name);
  refuseBinary(name, tally.nul, tally.control, tally.characters);
  if (tally.characters < minimum) throw tooShortError(name, tally.characters, minimum);
}
