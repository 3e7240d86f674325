// The first pass over the texts of a corpus: reads, cleans and counts them, and hands the clean text on.

import { createHash } from 'node:crypto';
import type { CharacterCount, CorpusInspection, CorpusSource } from '../contract/corpus.ts';
import { refuseBinary } from './binary.ts';
import { emptyError, minimumCharacters, tooShortError } from './corpus-errors.ts';
import { measureInput, readText } from './read-text.ts';
import { CharacterTally } from './tally.ts';
import type { Cleaning, ReadingOptions, TextInput } from './text-input.ts';

/** Everything that is known of a corpus after one reading. */
export interface CorpusSurvey {
  sources: CorpusSource[];
  cleaning: Cleaning;
  characters: number;
  lines: number;
  /** Of the clean text in UTF-8. */
  sizeBytes: number;
  hash: string;
  /** Every character by falling count, ties by code point. */
  alphabet: CharacterCount[];
}

export interface SurveyOptions extends ReadingOptions {
  /** Takes the clean text in UTF-8, piece by piece. */
  keep?: (bytes: Uint8Array) => Promise<void>;
}

/** Characters shown of an alphabet. */
export const shownCharacters = 200;

/** Reads all inputs in order; refuses what is empty, too short, binary or not UTF-8. */
export async function surveyTexts(
  inputs: readonly TextInput[],
  options: SurveyOptions = {},
): Promise<CorpusSurvey> {
  const totalBytes = await measureAll(inputs);
  const tally = new CharacterTally();
  const hash = createHash('sha256');
  const sources: CorpusSource[] = [];
  const cleaning: Cleaning = { lineEnds: 0, byteOrderMarks: 0, composed: 0 };
  let sizeBytes = 0;
  let doneBytes = 0;
  const onBytes = (bytes: number) => {
    doneBytes += bytes;
    options.onProgress?.(doneBytes, Math.max(totalBytes, doneBytes));
  };
  for (const input of inputs) {
    const charactersBefore = tally.characters;
    const pieces = readText(input, { signal: options.signal, onBytes });
    let step = await pieces.next();
    for (; !step.done; step = await pieces.next()) {
      const bytes = Buffer.from(step.value);
      sizeBytes += bytes.length;
      hash.update(bytes);
      tally.add(step.value);
      await options.keep?.(bytes);
    }
    tally.endDocument();
    const { value: document } = step;
    sources.push({
      name: input.name,
      sizeBytes: document.sizeBytes,
      characters: tally.characters - charactersBefore,
      hash: document.hash,
    });
    cleaning.lineEnds += document.cleaning.lineEnds;
    cleaning.byteOrderMarks += document.cleaning.byteOrderMarks;
    cleaning.composed += document.cleaning.composed;
  }
  refuseUnfit(inputs, tally, options.minimumCharacters ?? minimumCharacters);
  const { characters, lines } = tally;
  const alphabet = tally.alphabet();
  const textHash = `sha256:${hash.digest('hex')}`;
  return { sources, cleaning, characters, lines, sizeBytes, hash: textHash, alphabet };
}

/** What texts would become, without keeping them. */
export async function inspectTexts(
  inputs: readonly TextInput[],
  options: ReadingOptions = {},
): Promise<CorpusInspection> {
  const survey = await surveyTexts(inputs, options);
  return {
    files: inputs.length,
    encodings: ['UTF-8'],
    characters: survey.characters,
    vocabularySize: survey.alphabet.length,
    lines: survey.lines,
    sizeBytes: survey.sizeBytes,
    frequentCharacters: survey.alphabet.slice(0, shownCharacters),
  };
}

/** Bytes of all inputs together. */
export async function measureAll(inputs: readonly TextInput[]): Promise<number> {
  let totalBytes = 0;
  for (const input of inputs) totalBytes += await measureInput(input);
  return totalBytes;
}

function refuseUnfit(inputs: readonly TextInput[], tally: CharacterTally, minimum: number): void {
  const name = inputs.map((input) => input.name).join(', ');
  if (tally.characters === 0) throw emptyError(name);
  refuseBinary(name, tally.nul, tally.control, tally.characters);
  if (tally.characters < minimum) throw tooShortError(name, tally.characters, minimum);
}
