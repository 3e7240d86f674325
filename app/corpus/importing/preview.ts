// What an import would give, before anything is kept. What was read of a source is remembered until other sources
// are looked at, so that switching a step of cleaning on and off reads nothing again.

import { defaultCleaning, type CleaningOptions } from '../../contract/cleaning.ts';
import type { CorpusPreview } from '../../contract/corpus.ts';
import { checkCleaning, CorpusCleaner, prepareCleaning } from '../cleaning/corpus-cleaner.ts';
import { surveyCleaning } from '../cleaning/survey-cleaning.ts';
import { lookAtKept } from './preview-kept.ts';
import { lookAtSource, type LookedAt, type LookOptions } from './preview-source.ts';
import { measureSource, type SourceMark } from './source-mark.ts';
import type { CorpusInput, ReadingOptions } from './text-input.ts';

/** UTF-16 units that are cleaned for a preview: all steps together take a fraction of a second. */
const wantedUnits = 400_000;

/** A source among many still shows this much of itself. */
const leastUnits = 4_000;

/** UTF-16 units beyond which further sources are only identified. */
const mostUnits = 1_000_000;

export class Previews {
  #remembered = new Map<string, LookedAt>();

  /** Looks at sources as an import would read and clean them. */
  async preview(
    inputs: readonly CorpusInput[],
    { signal, onProgress, cleaning = defaultCleaning }: ReadingOptions = {},
  ): Promise<CorpusPreview> {
    checkCleaning(cleaning);
    const marks = await Promise.all(inputs.map(markOf));
    const totalBytes = marks.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const wanted = Math.max(leastUnits, Math.floor(wantedUnits / inputs.length));
    const remembered = new Map<string, LookedAt>();
    let units = 0;
    let doneBytes = 0;
    const all: LookedAt[] = [];
    for (const [index, input] of inputs.entries()) {
      const { sizeBytes, key } = marks[index] ?? { sizeBytes: 0, key: '' };
      const onBytes = (bytes: number) => onProgress?.(doneBytes + Math.floor(bytes), totalBytes);
      const options = { wanted: units < mostUnits ? wanted : 0, signal, onBytes };
      const place = `${key} ${options.wanted}`;
      const looked = this.#remembered.get(place) ?? (await lookAt(input, sizeBytes, options));
      remembered.set(place, looked);
      all.push(looked);
      units += looked.documents.reduce((sum, document) => sum + document.length, 0);
      doneBytes += sizeBytes;
      onProgress?.(doneBytes, totalBytes);
    }
    this.#remembered = remembered;
    return {
      sources: all.map(({ preview }, index) => ({ index, ...preview })),
      lookedAtBytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
      totalBytes,
      ...(await describe(
        all.flatMap(({ documents }) => documents),
        cleaning,
      )),
    };
  }
}

function lookAt(input: CorpusInput, sizeBytes: number, options: LookOptions): Promise<LookedAt> {
  return input.kind === 'kept'
    ? lookAtKept(input, options)
    : lookAtSource(input, sizeBytes, options);
}

async function describe(
  documents: readonly string[],
  cleaning: CleaningOptions,
): Promise<Pick<CorpusPreview, 'characters' | 'vocabularySize' | 'counts' | 'examples'>> {
  await prepareCleaning(cleaning);
  const cleaner = new CorpusCleaner(cleaning);
  const before = new Set<number>();
  const after = new Set<number>();
  let characters = 0;
  for (const document of documents) {
    cleaner.startDocument();
    addCharacters(before, document);
    characters += addCharacters(after, cleaner.push(document) + cleaner.endDocument());
  }
  const { counts, examples } = await surveyCleaning(documents, cleaning);
  const vocabularySize = { before: before.size, after: after.size };
  return { characters, vocabularySize, counts, examples };
}

/** Adds a text's characters to a set; how many it has. */
function addCharacters(set: Set<number>, text: string): number {
  let characters = 0;
  for (let at = 0; at < text.length; characters++) {
    const codePoint = text.codePointAt(at) ?? 0;
    set.add(codePoint);
    at += codePoint > 0xffff ? 2 : 1;
  }
  return characters;
}

/** What tells whether a source is the one that was looked at before. */
async function markOf(
  input: CorpusInput,
): Promise<Pick<SourceMark, 'sizeBytes'> & { key: string }> {
  if (input.kind === 'kept') {
    const { path, startByte, endByte } = input;
    return { sizeBytes: endByte - startByte, key: JSON.stringify([path, startByte, endByte]) };
  }
  if (input.kind === 'text') {
    const sizeBytes = Buffer.byteLength(input.text);
    return { sizeBytes, key: JSON.stringify([input.name, input.text]) };
  }
  // One that is gone is told beside its name.
  const mark = await measureSource(input).catch(() => ({ sizeBytes: 0, modifiedMs: null }));
  const key = JSON.stringify([input.path, mark.sizeBytes, mark.modifiedMs, input.reading ?? {}]);
  return { sizeBytes: mark.sizeBytes, key };
}
