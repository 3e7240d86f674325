// What front ends name as sources, made into something to read: files behind their grants, samples, and the sources of
// corpora that are kept.

import type { ImportSource, KeptSource, SourceReading, TextSource } from '../../contract/corpus.ts';
import { EngineError } from '../../contract/errors.ts';
import { openSampleText } from '../../corpus/sample-texts.ts';
import type { CorpusInput, TextInput } from '../../corpus/importing/text-input.ts';
import { goneError } from '../../library/corpus-sources.ts';
import type { Library } from '../../library/interfaces.ts';
import type { Grants } from '../grants.ts';

/** Where sources that lie outside the library are looked up. */
export interface OutsideSurroundings {
  grants: Grants;
  samplesFolder: string;
}

/** Where sources of any kind are looked up. */
export interface SourceSurroundings extends OutsideSurroundings {
  library: Library;
}

/** Sources that lie outside the library. */
export function openSources(
  sources: readonly TextSource[],
  surroundings: OutsideSurroundings,
): Promise<TextInput[]> {
  return Promise.all(sources.map((source) => openSource(source, surroundings)));
}

/** Sources of any kind; each corpus that some of them are of is looked up once. */
export function openAllSources(
  sources: readonly ImportSource[],
  surroundings: SourceSurroundings,
): Promise<CorpusInput[]> {
  const { corpora } = surroundings.library;
  const inputsOf = new Map<string, Promise<CorpusInput[]>>();
  return Promise.all(
    sources.map(async (source) => {
      if (source.kind !== 'kept') return openSource(source, surroundings);
      const inputs = inputsOf.get(source.corpus) ?? corpora.inputs(source.corpus);
      inputsOf.set(source.corpus, inputs);
      return pickKept(source, await inputs);
    }),
  );
}

async function openSource(
  source: TextSource,
  { grants, samplesFolder }: OutsideSurroundings,
): Promise<TextInput> {
  if (source.kind === 'text') return source;
  if (source.kind === 'sample') return openSampleText(samplesFolder, source.sample);
  const { name, path, isTemporary } = grants.resolve(source.grant, 'read');
  const { reading } = source;
  return { kind: 'file', name, path, isLasting: !isTemporary, ...(reading && { reading }) };
}

function pickKept(
  { corpus, source, reading }: KeptSource,
  inputs: readonly CorpusInput[],
): CorpusInput {
  const input = inputs[source];
  if (input === undefined) {
    throw new EngineError(
      'invalid-request',
      `This text has ${inputs.length} sources; there is none with the number ${source}.`,
      { details: { corpus, source } },
    );
  }
  if (input.kind === 'file') return { ...input, reading: { ...input.reading, ...reading } };
  if (asksForFile(reading)) throw goneError({ id: corpus, name: input.name }, [input]);
  return input;
}

/** Whether a way of reading needs the bytes themselves. */
function asksForFile(reading: SourceReading = {}): boolean {
  const { encoding, format, field } = reading;
  return encoding !== undefined || format !== undefined || field !== undefined;
}
