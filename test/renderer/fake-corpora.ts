// The texts of the fake engine: how they come in, what is asked of them, what is done with them.

import { defaultCleaning } from '../../app/contract/cleaning.ts';
import type {
  CorpusDetails,
  CorpusImportRequest,
  ImportSource,
} from '../../app/contract/corpus.ts';
import type { EngineMethods } from '../../app/contract/engine.ts';
import { EngineError } from '../../app/contract/errors.ts';
import type { Handlers } from '../../app/contract/rpc.ts';
import { makeBaseline, makePreview, makeSplits, makeVocabulary } from './fake-corpus.ts';
import type { FakeEngine, HeldFile } from './fake-engine.ts';
import { makeCorpus, makeExcerpt, samples } from './fake-library.ts';
import { chinese, english } from './fake-text.ts';

type CorpusMethods = Pick<EngineMethods, Extract<keyof EngineMethods, `corpus.${string}`>>;

/** The handlers of everything that is asked about texts. */
export function corpusHandlers(engine: FakeEngine): Handlers<CorpusMethods> {
  const find = (id: string) => findCorpus(engine, id);
  const copy = (corpus: CorpusDetails, name: string): CorpusDetails =>
    keep(engine, { ...corpus, id: engine.newId('corpus'), name });
  return {
    'corpus.samples': () => samples,
    'corpus.list': () => engine.corpora,
    'corpus.unreadable': () => engine.unreadable.corpora,
    'corpus.show': ({ corpus }) => find(corpus),
    'corpus.excerpt': ({ corpus, position }) => makeExcerpt(find(corpus), position),
    'corpus.inspect': () => {
      throw new EngineError('internal', 'The fake engine does not inspect.');
    },
    'corpus.import': (request) => importCorpus(engine, request),
    'corpus.cancelImport': ({ operation }) => {
      engine.cancelled.add(operation);
      return null;
    },
    'corpus.rename': ({ corpus, name }) => Object.assign(find(corpus), { name }),
    'corpus.remove': ({ corpus }) => {
      engine.corpora = engine.corpora.filter(({ id }) => id !== corpus);
      return null;
    },
    'corpus.duplicate': ({ corpus, name }) => copy(find(corpus), name ?? 'Copy'),
    'corpus.merge': async ({ corpora, name, operation = '' }) => {
      const all = corpora.map((corpus) => find(corpus));
      engine.emit('corpus.progress', { operation, doneBytes: 1, totalBytes: 2 });
      await engine.importGate;
      if (engine.cancelled.has(operation)) throw new EngineError('cancelled', 'Cancelled.');
      const merged = copy(find(corpora[0] ?? ''), name ?? 'Merged');
      return Object.assign(merged, {
        characters: all.reduce((sum, { characters }) => sum + characters, 0),
        sources: all.flatMap(({ sources }) => sources),
      });
    },
    'corpus.sources': ({ corpus }) =>
      find(corpus).sources.map(({ name }) => ({
        name,
        state: engine.sourceStates.get(corpus) ?? 'unknown',
      })),
    'corpus.reimport': ({ corpus, sources, cleaning }) => {
      const { sources: before } = find(corpus);
      if (sources) engine.imported.push({ sources, ...(cleaning && { cleaning }) });
      engine.sourceStates.set(corpus, 'same');
      return Object.assign(find(corpus), {
        lines: 7,
        ...(sources && { sources: before.slice(0, sources.length) }),
        ...(cleaning && { cleaning: { ...defaultCleaning, ...cleaning } }),
      });
    },
    'corpus.preview': async ({ sources, cleaning = {} }) => {
      engine.previews += 1;
      if (cleaning.remove === 'z-a') {
        const details = { notation: 'z-a', problem: 'the range z-a runs backwards' };
        throw new EngineError('invalid-request', 'No list of characters.', { details });
      }
      await engine.previewGate;
      const read = sources.map((source) => ({
        ...readSource(engine, source),
        reading: source.kind === 'grant' || source.kind === 'kept' ? source.reading : undefined,
        settled: source.kind === 'kept' ? engine.settled : undefined,
      }));
      return makePreview(read, cleaning);
    },
    'corpus.splits': ({ corpus, validation, test }) =>
      makeSplits(find(corpus), { validation, test }),
    'corpus.vocabulary': ({ corpus, minimumCount, coverage }) =>
      makeVocabulary(find(corpus), { minimumCount, coverage }),
    'corpus.baseline': async ({ corpus }) => {
      engine.countings += 1;
      await engine.countingGate;
      return makeBaseline(find(corpus), engine.countingLoss);
    },
  };
}

/** A text by its identifier. */
export function findCorpus(engine: FakeEngine, id: string): CorpusDetails {
  return found(
    engine.corpora.find((each) => each.id === id),
    'corpus-not-found',
  );
}

/** The thing, or the error that it is gone. */
export function found<Thing>(thing: Thing | undefined, code: EngineError['code']): Thing {
  if (thing === undefined) throw new EngineError(code, 'It is no longer there.');
  return thing;
}

function keep(engine: FakeEngine, corpus: CorpusDetails): CorpusDetails {
  engine.corpora.unshift(corpus);
  engine.emit('library.changed', { what: 'corpora' });
  return corpus;
}

async function importCorpus(
  engine: FakeEngine,
  request: CorpusImportRequest & { operation?: string },
): Promise<CorpusDetails> {
  const { sources, name, operation = '' } = request;
  engine.imported.push(request);
  const texts = sources.map((source) => readSource(engine, source));
  const total = texts.reduce((sum, { text }) => sum + text.length, 0);
  engine.emit('corpus.progress', { operation, doneBytes: total / 2, totalBytes: total });
  await engine.importGate;
  if (engine.cancelled.has(operation)) throw new EngineError('cancelled', 'Cancelled.');
  const [first] = texts;
  const text = texts.map((each) => each.text).join('');
  if (first === undefined || text.length < 500) {
    throw new EngineError(
      'corpus-too-short',
      `The text has ${text.length} characters; at least 500 are needed. Add more text.`,
      { details: { characters: text.length, needed: 500 } },
    );
  }
  const title = name ?? first.name.replace(/\.txt$/, '');
  const corpus = makeCorpus(engine.newId('corpus'), title, { text, times: 1 });
  if (first.characters) corpus.characters = first.characters;
  return keep(engine, corpus);
}

function readSource(engine: FakeEngine, source: ImportSource): HeldFile & { characters?: number } {
  if (source.kind === 'text') return source;
  if (source.kind === 'grant') return found(engine.files.get(source.grant), 'file-not-granted');
  if (source.kind === 'kept') {
    return {
      name: findCorpus(engine, source.corpus).sources[source.source]?.name ?? '',
      text: english,
    };
  }
  const sample = samples.find(({ id }) => id === source.sample);
  const text = sample?.language === 'zh' ? chinese.repeat(4) : english;
  return { name: sample?.title ?? '', text, characters: sample?.characters ?? 0 };
}
