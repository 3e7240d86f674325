// The actions of the scenarios, without any test library: a process of its own runs them until it is killed.

import type { Library } from '../../app/library/interfaces.ts';
import { someText, tinyCheckpoint, tinyModel, tinyParameters } from './samples.ts';

export const actions = {
  'writing a checkpoint': ({ models }: Library, id: string) =>
    models.writeCheckpoint(id, tinyCheckpoint(30)),
  'changing a model': ({ models }: Library, id: string) => models.update(id, { name: 'After' }),
  'writing the best weights': ({ models }: Library, id: string) =>
    models.writeBest(id, tinyParameters(2)),
  'appending to a log': ({ models }: Library, id: string) =>
    models.appendMetrics(id, {
      type: 'progress',
      step: 2,
      epoch: 0.02,
      loss: 2,
      gradientNorm: 1,
      clippedShare: 0,
      layerGradientNorms: [],
      learningRate: 0.01,
      charsPerSecond: 1000,
      seconds: 2,
    }),
  'making a model': ({ models }: Library) => models.create(tinyModel('New')),
  'removing a model': ({ models }: Library, id: string) => models.remove(id),
  'importing a corpus': ({ corpora }: Library) =>
    corpora.import([{ kind: 'text', name: 'text', text: someText }], {}),
  'renaming a corpus': ({ corpora }: Library, id: string) => corpora.rename(id, 'After'),
  'reading a corpus again': ({ corpora }: Library, id: string) => corpora.reimport(id, {}),
  'copying a corpus': ({ corpora }: Library, id: string) => corpora.duplicate(id, 'Copy'),
} satisfies Record<string, (library: Library, id: string) => Promise<unknown>>;

export type ScenarioName = keyof typeof actions;
