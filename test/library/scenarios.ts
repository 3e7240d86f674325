// What is done to a library while it fails or dies, and what must be true afterwards: the state before or
// the state after, nothing else. Used in this process and in one that is killed.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Library } from '../../app/library/interfaces.ts';
import { someText, tinyCheckpoint, tinyModel, tinyParameters } from './samples.ts';
import type { ScenarioName } from './actions.ts';

export interface Scenario {
  /** Makes the state before; returns the entry that is acted on. */
  prepare: (library: Library) => Promise<string>;
  /** Whether the action took place; fails where the state is neither before nor after. */
  check: (library: Library, id: string) => Promise<boolean>;
}

const changedText = someText.replaceAll('fox', 'cat');

async function modelWithCheckpoints(library: Library): Promise<string> {
  const { id } = await library.models.create(tinyModel('Before'));
  await library.models.appendMetrics(id, progressAt(1));
  await library.models.writeBest(id, tinyParameters(1));
  for (const step of [10, 20]) await library.models.writeCheckpoint(id, tinyCheckpoint(step));
  return id;
}

export const progressAt = (step: number) =>
  ({
    type: 'progress',
    step,
    epoch: step / 100,
    loss: 2,
    gradientNorm: 1,
    clippedShare: 0.25,
    layerGradientNorms: [0.5, 0.75] as number[],
    learningRate: 0.01,
    charsPerSecond: 1000,
    seconds: step,
  }) as const;

export const validationAt = (step: number, loss: number) =>
  ({
    type: 'validation',
    isBest: false,
    step,
    epoch: step / 100,
    loss,
    optimisedLoss: null,
    bitsPerCharacter: loss / Math.LN2,
    accuracy: 0.5,
    topFiveAccuracy: 0.75,
    seconds: step,
  }) as const;

export const scenarios: Record<ScenarioName, Scenario> = {
  'writing a checkpoint': {
    prepare: modelWithCheckpoints,
    async check({ models }, id) {
      const read = await models.readCheckpoint(id);
      expect([20, 30]).toContain(read!.step);
      expect(read).toEqual({ ...tinyCheckpoint(read!.step), damage: null });
      // And goes on: nothing that was left behind is in the way of the next one.
      await models.writeCheckpoint(id, tinyCheckpoint(40));
      expect((await models.readCheckpoint(id))!.step).toBe(40);
      return read!.step === 30;
    },
  },
  'changing a model': {
    prepare: modelWithCheckpoints,
    async check({ models }, id) {
      const record = await models.read(id);
      expect(['Before', 'After']).toContain(record.name);
      expect((await models.list()).map((model) => model.id)).toEqual([id]);
      return record.name === 'After';
    },
  },
  'writing the best weights': {
    prepare: modelWithCheckpoints,
    async check({ models }, id) {
      const weights = await models.readWeights(id);
      expect([tinyParameters(1), tinyParameters(2)]).toContainEqual(weights);
      return weights[0] === tinyParameters(2)[0];
    },
  },
  'appending to a log': {
    prepare: modelWithCheckpoints,
    async check({ models }, id) {
      const steps = async () => (await models.show(id)).history.training.map(({ step }) => step);
      const before = await steps();
      expect([[1], [1, 2]]).toContainEqual(before);
      await models.appendMetrics(id, progressAt(3));
      expect(await steps()).toEqual([...before, 3]);
      return before.length === 2;
    },
  },
  'making a model': {
    prepare: modelWithCheckpoints,
    async check({ models }, id) {
      const listed = await models.list();
      expect(listed.map((model) => model.name).sort()).toEqual(
        listed.length === 2 ? ['Before', 'New'] : ['Before'],
      );
      expect(listed.some((model) => model.id === id)).toBe(true);
      return listed.length === 2;
    },
  },
  'removing a model': {
    prepare: modelWithCheckpoints,
    async check({ models }, id) {
      const listed = await models.list();
      if (listed.length === 0) return true;
      expect((await models.readCheckpoint(id))!.step).toBe(20);
      expect(await models.readWeights(id)).toEqual(tinyParameters(1));
      return false;
    },
  },
  'importing a corpus': {
    prepare: async () => '',
    async check({ corpora }) {
      const listed = await corpora.list();
      expect(listed.length).toBeLessThanOrEqual(1);
      if (listed.length === 0) return false;
      const excerpt = await corpora.excerpt(listed[0]!.id, 0);
      expect(excerpt.text).toBe(someText);
      await corpora.open(listed[0]!.id);
      return true;
    },
  },
  'reading a corpus again': {
    async prepare({ home, corpora }) {
      const path = join(home, 'source.txt');
      await writeFile(path, someText);
      const { id } = await corpora.import([{ kind: 'file', name: 'source.txt', path }], {});
      await writeFile(path, changedText);
      return id;
    },
    async check({ corpora }, id) {
      expect(await corpora.list()).toHaveLength(1);
      const { text } = await corpora.excerpt(id, 0);
      expect([someText, changedText]).toContain(text);
      await corpora.open(id);
      return text === changedText;
    },
  },
  'copying a corpus': {
    async prepare({ corpora }) {
      const input = { kind: 'text', name: 'Original', text: someText } as const;
      return (await corpora.import([input], {})).id;
    },
    async check({ corpora }, id) {
      const listed = await corpora.list();
      expect(listed.some((corpus) => corpus.id === id)).toBe(true);
      for (const corpus of listed) {
        expect((await corpora.excerpt(corpus.id, 0)).text).toBe(someText);
      }
      return listed.length === 2;
    },
  },
  'renaming a corpus': {
    prepare: async ({ corpora }) => {
      const input = { kind: 'text', name: 'Before', text: someText } as const;
      return (await corpora.import([input], {})).id;
    },
    async check({ corpora }, id) {
      const { name } = await corpora.show(id);
      expect(['Before', 'After']).toContain(name);
      return name === 'After';
    },
  },
};
