import { describe, expect, test } from 'vitest';
import {
  chooseRecipe,
  dropoutFor,
  type Candidate,
  type ChoiceSituation,
} from '../../../app/engine/plans/choose-recipe.ts';

/** Two quiet cores: 50,000 characters a second at 2×256 and batch 32, by arithmetic elsewhere. */
function machineOf({ factor = 1, batchGain = 1.2 } = {}) {
  const asked: Candidate[] = [];
  const speedOf = async (candidate: Candidate) => {
    asked.push(candidate);
    const units = candidate.configuration.layers[0] ?? 0;
    const batches = batchGain ** Math.log2(candidate.batchSize / 32);
    return (factor * batches * 50_000 * (256 ** 2 + 64 ** 2)) / (units ** 2 + 64 ** 2);
  };
  return { asked, speedOf };
}

async function choose(
  characters: number,
  minutes: number,
  given: Partial<Pick<ChoiceSituation, 'vocabularySize' | 'fits' | 'speedOf'>> = {},
) {
  const { configuration, recipe } = await chooseRecipe({
    characters,
    vocabularySize: 65,
    seconds: 60 * minutes,
    fits: () => true,
    speedOf: machineOf().speedOf,
    ...given,
  });
  return { ...configuration, ...recipe, units: configuration.layers[0] ?? 0 };
}

describe('the choice of a recipe', () => {
  test('takes larger networks for more time, with dropout and decay where the text is read often', async () => {
    const short = await choose(1e6, 3);
    const middle = await choose(1e6, 12);
    const long = await choose(1e6, 30);
    expect([short.layers, long.layers]).toEqual([
      [256, 256],
      [384, 384],
    ]);
    expect(middle.units).toBeGreaterThan(short.units);
    expect((await choose(5e6, 120)).units).toBeGreaterThan(long.units);
    expect(short.dropout).toBeLessThan(0.1);
    expect(short.dropout).toBeLessThan(middle.dropout);
    expect(middle.dropout).toBeLessThanOrEqual(long.dropout);
    expect(long.weightDecay).toBe(0.01);
    expect(long.learningRate).toBeLessThan(short.learningRate ?? 0);
  });

  test('takes a small batch where it is nearly as fast, and a large one where small ones are slow', async () => {
    expect((await choose(1e6, 3)).batchSize).toBe(16);
    expect((await choose(1e6, 3, machineOf({ batchGain: 2 }))).batchSize).toBeGreaterThan(16);
  });

  test('takes a small network with much dropout for a small text, however long the time', async () => {
    const chosen = await choose(18_000, 12);
    expect(chosen.units).toBe(128);
    expect(chosen.dropout).toBe(0.5);
  });

  test('lets a run end by itself where there is more time than the text has to teach', async () => {
    expect(await choose(18_000, 12)).toMatchObject({
      schedule: 'plateau',
      patience: 8,
      validateEvery: 17,
    });
    expect((await choose(1e6, 12)).schedule).toBeUndefined();
  });

  test('takes no dropout for a text that is not even read once', async () => {
    const chosen = await choose(50e6, 3);
    expect(chosen).toMatchObject({ dropout: 0, weightDecay: 0 });
    expect(chosen.batchSize).toBeLessThanOrEqual(32);
  });

  test('times a few candidates, and settles on one of them', async () => {
    for (const factor of [0.05, 1, 20]) {
      const machine = machineOf({ factor });
      const { units, batchSize } = await choose(5e6, 10, machine);
      expect(machine.asked.length).toBeLessThanOrEqual(4);
      const timed = machine.asked.map((candidate) => [
        candidate.configuration.layers[0],
        candidate.batchSize,
      ]);
      expect(timed).toContainEqual([units, batchSize]);
    }
  });

  test('takes a larger network on a faster machine', async () => {
    const slow = await choose(1e6, 3, machineOf({ factor: 0.2 }));
    const fast = await choose(1e6, 3, machineOf({ factor: 8 }));
    expect(slow.units).toBeLessThan(fast.units);
  });

  test('takes nothing that the machine has no memory for', async () => {
    const fits = ({ configuration }: Candidate) => (configuration.layers[0] ?? 0) <= 128;
    expect((await choose(1e6, 30, { fits })).units).toBe(128);
    expect((await choose(1e6, 30, { fits: () => false })).units).toBe(64);
  });

  test('gives a script of thousands of characters a wider embedding', async () => {
    expect((await choose(1e6, 3, { vocabularySize: 4000 })).embedding).toBe(128);
    expect((await choose(1e6, 3)).embedding).toBe(64);
  });
});

test('dropout grows with the parameters for each character and with the passes, up to a half', () => {
  expect(dropoutFor(256, 1e6, 4e6)).toBe(0);
  expect(dropoutFor(256, 1e6, 7e6)).toBeCloseTo(0.09, 2);
  expect(dropoutFor(256, 1e6, 10e6)).toBeCloseTo(0.18, 2);
  expect(dropoutFor(512, 1e6, 10e6)).toBeCloseTo(0.38, 2);
  expect(dropoutFor(512, 1e4, 1e6)).toBe(0.5);
});
