// The contract's methods about corpora, put together from the library, the sources that front ends name and the runs
// that read what they ask about.

import { defaultCleaning, type CleaningOptions } from '../../contract/cleaning.ts';
import type { CorpusSplits, ImportSource } from '../../contract/corpus.ts';
import type { EngineMethods } from '../../contract/engine.ts';
import { EngineError } from '../../contract/errors.ts';
import type { Handlers } from '../../contract/rpc.ts';
import { openIdFile } from '../../corpus/id-file.ts';
import type { ReadingOptions } from '../../corpus/importing/text-input.ts';
import { findLeaks } from '../../corpus/splitting/leaks.ts';
import { listSampleTexts } from '../../corpus/sample-texts.ts';
import { measurePart, splitCorpus, type SplitShares } from '../../corpus/splitting/splits.ts';
import type { Corpora } from '../../library/interfaces.ts';
import type { Emit } from '../emit.ts';
import type { Baselines } from './baselines.ts';
import type { Imports } from './imports.ts';
import { openAllSources, type SourceSurroundings } from './open-sources.ts';
import type { ReadingThread } from './reading-thread.ts';
import type { RunQueue } from '../runs/run-queue.ts';
import { VocabularyPreviews } from './vocabulary-previews.ts';

export interface CorpusSurroundings extends SourceSurroundings {
  reading: ReadingThread;
  imports: Imports;
  baselines: Baselines;
  queue: RunQueue;
  emit: Emit;
}

type CorpusMethod = Extract<keyof EngineMethods, `corpus.${string}`>;
export type CorpusMethods = Pick<Handlers<EngineMethods>, CorpusMethod>;

/** The methods, over one library. */
export function corpusMethods(surroundings: CorpusSurroundings): CorpusMethods {
  const { library, reading, imports, baselines, queue, emit, samplesFolder } = surroundings;
  const { corpora } = library;
  const vocabularies = new VocabularyPreviews();
  const open = (sources: ImportSource[]) => openAllSources(sources, surroundings);
  const changed = <Result>(result: Result): Result => {
    emit('library.changed', { what: 'corpora' });
    return result;
  };
  const refuseBusy = (corpus: string): void => {
    if (queue.isReading(corpus)) throw busyError(corpus);
  };

  return {
    'corpus.samples': () => listSampleTexts(samplesFolder),
    'corpus.list': () => corpora.list(),
    'corpus.unreadable': () => corpora.unreadable(),
    'corpus.show': ({ corpus }) => corpora.show(corpus),
    'corpus.excerpt': ({ corpus, position }) => corpora.excerpt(corpus, position),
    'corpus.inspect': async ({ sources, cleaning }) =>
      reading.inspect(await open(sources), { cleaning: wholeCleaning(cleaning) }),
    'corpus.preview': ({ sources, cleaning, operation }) =>
      imports.follow(operation, async (watching) =>
        reading.preview(await open(sources), { ...watching, cleaning: wholeCleaning(cleaning) }),
      ),
    'corpus.import': async ({ sources, name, cleaning, operation }) => {
      const options = { cleaning: wholeCleaning(cleaning), ...(name !== undefined && { name }) };
      return changed(
        await imports.follow(operation, async (watching) =>
          corpora.import(await open(sources), { ...watching, ...options }),
        ),
      );
    },
    'corpus.cancelImport': ({ operation }) => imports.cancel(operation),
    'corpus.rename': async ({ corpus, name }) => changed(await corpora.rename(corpus, name)),
    'corpus.remove': async ({ corpus }) => {
      refuseBusy(corpus);
      // A file that is still read could not be removed everywhere.
      await baselines.cancel(corpus);
      await corpora.remove(corpus);
      return changed(null);
    },
    'corpus.duplicate': async ({ corpus, name }) => changed(await corpora.duplicate(corpus, name)),
    'corpus.merge': async ({ corpora: ids, name, operation }) =>
      changed(
        await imports.follow(operation, (watching) =>
          corpora.merge(ids, { ...watching, ...(name !== undefined && { name }) }),
        ),
      ),
    'corpus.sources': ({ corpus }) => corpora.sources(corpus),
    'corpus.reimport': async ({ corpus, sources, cleaning, operation }) => {
      refuseBusy(corpus);
      const again = async (watching: ReadingOptions) => {
        const inputs = sources ? await open(sources) : cleaning && (await corpora.inputs(corpus));
        return corpora.reimport(corpus, {
          ...watching,
          ...(inputs && { inputs }),
          ...(cleaning && { cleaning: wholeCleaning(cleaning) }),
          // A run may have begun to read it while its sources were read.
          beforeReplacing: () => refuseBusy(corpus),
        });
      };
      return changed(await imports.follow(operation, again));
    },
    'corpus.splits': ({ corpus, ...shares }) => describeSplits(corpora, corpus, shares),
    'corpus.vocabulary': async (request) =>
      vocabularies.preview(await corpora.open(request.corpus), request),
    'corpus.baseline': async (request) =>
      baselines.find(await corpora.open(request.corpus), request),
  };
}

async function describeSplits(
  corpora: Corpora,
  corpus: string,
  shares: SplitShares,
): Promise<CorpusSplits> {
  const { record, idsPath } = await corpora.open(corpus);
  const documents = await corpora.documents(corpus);
  const { alphabet, documentEnds } = record;
  const ids = openIdFile(idsPath);
  try {
    const splits = splitCorpus(ids.length, documentEnds, shares);
    const nameOf = (at: number) => documents[at]?.name ?? '';
    return {
      train: measurePart(splits.train, documentEnds),
      validation: measurePart(splits.validation, documentEnds),
      test: measurePart(splits.test, documentEnds),
      leaks: await findLeaks({ ids, alphabet, documentEnds }, splits, nameOf),
    };
  } finally {
    ids.close();
  }
}

function wholeCleaning(cleaning: Partial<CleaningOptions> | undefined): CleaningOptions {
  return { ...defaultCleaning, ...cleaning };
}

function busyError(corpus: string): EngineError {
  return new EngineError(
    'model-busy',
    'A model is training on this text or waits to. Stop its run first, then try again.',
    { details: { corpus } },
  );
}
