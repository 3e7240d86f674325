// Texts and models of the fake engine, made to look like a person's own.

import { defaultCleaning } from '../../app/contract/cleaning.ts';
import type {
  CorpusDetails,
  CorpusExcerpt,
  CoveragePoint,
  DocumentFigures,
  DocumentNote,
  SampleText,
} from '../../app/contract/corpus.ts';
import { defaultConfiguration, defaultRecipe } from '../../app/contract/defaults.ts';
import type { About } from '../../app/contract/engine.ts';
import type { ModelDetails, ModelState } from '../../app/contract/model.ts';
import { lossAt } from './fake-run.ts';
import { chinese, english, sampleAfter } from './fake-text.ts';

export const samples: SampleText[] = [
  { id: 'moby-dick', title: 'Moby-Dick', language: 'en', characters: 1_190_317 },
  { id: 'chinese-classics', title: '论语与诗经', language: 'zh', characters: 60_250 },
];

export const about: About = {
  version: '0.1.0',
  tensorflow: '2.21.0',
  node: '20.19.0',
  platform: 'linux',
  cores: 2,
  memoryBytes: 8e9,
  home: '',
  engineProcess: 1,
};

const hash = `sha256:${'0'.repeat(64)}`;
const day = '2026-11-21T10:00:00.000Z';

/** A text as its own screen shows it; counts are those of the text repeated to that size. */
export function makeCorpus(id: string, name: string, options: { text: string; times: number }) {
  const { text, times } = options;
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + times);
  const characters = [...text].length * times;
  const sizeBytes = new TextEncoder().encode(text).length * times;
  const details: CorpusDetails = {
    id,
    name,
    createdAt: day,
    characters,
    vocabularySize: counts.size,
    sources: [
      {
        ...{ name, sizeBytes, characters, hash, format: 'text', encoding: 'utf-8' },
        ...{ undecodable: 0, documents: 1 },
      },
    ],
    hash,
    lines: text.split('\n').length * times,
    sizeBytes,
    frequentCharacters: [...counts]
      .map(([character, count]) => ({ character, count }))
      .sort((first, second) => second.count - first.count)
      .slice(0, 200),
    cleaning: { ...defaultCleaning },
    cleaned: [{ step: 'lineEnds', changes: 1290 }],
    coverage: coverageOf([...counts.values()]),
    documents: documentsOf(name, characters, text),
    languages: [{ language: /\p{Script=Han}/u.test(text) ? 'zh' : 'en', share: 0.98 }],
    compressedBitsPerCharacter: 2.41,
  };
  return details;
}

function coverageOf(counts: number[]): CoveragePoint[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let covered = 0;
  return counts
    .sort((first, second) => second - first)
    .map((count, index) => ({ characters: index + 1, share: (covered += count) / total }));
}

/** Letters of a few sizes. */
function documentsOf(name: string, characters: number, text: string): DocumentFigures {
  const note = (number: number, share: number): DocumentNote => ({
    name: `${name}, ${number}`,
    characters: Math.round(characters * share),
    opening: text.slice(number * 20, number * 20 + 160),
  });
  return {
    count: 212,
    longest: [note(1, 0.12), note(2, 0.1), note(3, 0.08)],
    shortest: [note(4, 0.002), note(5, 0.003), note(6, 0.004)],
  };
}

/** A page from a text. */
export function makeExcerpt(corpus: CorpusDetails, position: number): CorpusExcerpt {
  const isChinese = corpus.frequentCharacters.some(({ character }) => character === '的');
  const text = isChinese ? chinese : english;
  const start = Math.floor(position * text.length * 0.6);
  return { text: text.slice(start, start + 420), offset: Math.floor(position * corpus.characters) };
}

interface ModelOptions {
  id: string;
  name: string;
  language?: 'en' | 'zh';
  state?: ModelState;
  origin?: ModelDetails['origin'];
  corpus?: string;
}

/** A trained model. */
export function makeModel(options: ModelOptions): ModelDetails {
  const { id, name, language = 'en', state = 'finished', origin = 'trained' } = options;
  const V = language === 'zh' ? 2797 : 85;
  const isTrained = state !== 'fresh' && state !== 'queued';
  const steps = isTrained ? 5400 : 0;
  const points = isTrained ? Array.from({ length: 200 }, (_, index) => index + 1) : [];
  const validation = points
    .filter((index) => index % 25 === 0)
    .map((index) => ({
      step: index * 27,
      epoch: index / 20,
      loss: lossAt(index / 200, 0, V) + 0.14,
      optimisedLoss: null,
      bitsPerCharacter: (lossAt(index / 200, 0, V) + 0.14) / Math.LN2,
      accuracy: 0.561,
      topFiveAccuracy: 0.843,
      seconds: index * 3,
    }));
  const best = validation.at(-1)?.loss ?? null;
  const own = origin === 'trained';
  return {
    id,
    name,
    createdAt: day,
    state,
    configuration: { ...defaultConfiguration },
    parameters: language === 'zh' ? 1_694_000 : 883_605,
    vocabularySize: V,
    corpus: { id: 'letters', name: options.corpus ?? name, hash, characters: 1_115_394 },
    parent: null,
    results: {
      steps,
      epochs: isTrained ? 10 : 0,
      bestValidationLoss: best,
      lastValidationLoss: best,
      lastTrainingLoss: best === null ? null : best - 0.14,
      testLoss: null,
      testAccuracy: null,
      testOptimisedLoss: null,
      seconds: isTrained ? 612 : 0,
      charsPerSecond: 14_200,
    },
    spark: validation.map(({ loss }) => loss),
    origin,
    recipe: { ...defaultRecipe },
    normalisation: defaultCleaning,
    sizeBytes: 3_540_000,
    characters: [...new Set(language === 'zh' ? chinese : english)],
    notices: [],
    history: {
      training: own
        ? points.map((index) => ({
            step: index * 27,
            epoch: index / 20,
            loss: lossAt(index / 200, index, V),
            gradientNorm: 0.6,
            clippedShare: 0.02,
            layerGradientNorms: [0.2, 0.4],
          }))
        : [],
      validation: own ? validation : [],
      samples: own
        ? [0, 15, 30, 60, 120, 300, 600].map((seconds) => ({
            step: Math.round(seconds * 9) + 1,
            seconds,
            text: sampleAfter(language, seconds),
          }))
        : [],
    },
  };
}

/** The two models that come along. */
export function shippedModels(): ModelDetails[] {
  return [
    makeModel({
      id: 'shipped-en',
      name: 'Moby-Dick, small',
      origin: 'shipped',
      corpus: 'Moby-Dick',
    }),
    makeModel({
      id: 'shipped-zh',
      name: '论语与诗经，小',
      language: 'zh',
      origin: 'shipped',
      corpus: '论语与诗经',
    }),
  ];
}
