import { describe, expect, test } from 'vitest';
import { defaultConfiguration, defaultRecipe } from '../../../app/contract/defaults.ts';
import { remarksOn } from '../../../app/engine/plans/plan-remarks.ts';

const gigabyte = 2 ** 30;

const plan = {
  configuration: defaultConfiguration,
  recipe: { ...defaultRecipe, minutes: 3, epochs: null },
  parameters: 870_000,
  vocabularySize: 65,
  characters: 1e6,
  unknownShare: 0,
  replicas: 2,
  steps: 3900,
  seconds: 180,
  charsPerSecond: 45_000,
  memoryBytes: 0.6 * gigabyte,
  expectedLoss: { low: 1.3, high: 1.5 },
  lossUnknown: null,
};
const surroundings = { stepsPerEpoch: 490, machineBytes: 8 * gigabyte };

const layersOf = (units: number) => ({ ...defaultConfiguration, layers: [units, units] });

describe('the remarks on a plan', () => {
  test('are none where everything fits', () => {
    expect(remarksOn(plan, surroundings)).toEqual([]);
  });

  test('name the size that fits a text that is too small for the network', () => {
    const small = { ...plan, characters: 20_000, configuration: layersOf(512) };
    const [remark] = remarksOn(small, { ...surroundings, stepsPerEpoch: 9 });
    expect(remark).toMatchObject({ code: 'text-too-small', layers: [128, 128] });
    expect(remark?.message).toContain('20,000 characters');
  });

  test('say that a text is too short for any network', () => {
    const tiny = { ...plan, characters: 2000, configuration: layersOf(64) };
    expect(remarksOn(tiny, { ...surroundings, stepsPerEpoch: 1 })).toContainEqual(
      expect.objectContaining({ code: 'text-too-small', layers: null }),
    );
  });

  test('name the size that gets further in the time than a network that hardly reads the text', () => {
    const large = { ...plan, configuration: layersOf(1024), steps: 300, charsPerSecond: 3400 };
    expect(remarksOn(large, surroundings)).toContainEqual(
      expect.objectContaining({ code: 'smaller-fits', layers: [256, 256] }),
    );
  });

  test('say that losses cannot be compared where much of the text falls out', () => {
    const remarks = remarksOn({ ...plan, unknownShare: 0.02 }, surroundings);
    expect(remarks).toMatchObject([{ code: 'characters-left-out' }]);
    expect(remarks[0]?.message).toContain('2.0 %');
    expect(remarksOn({ ...plan, unknownShare: 0.002 }, surroundings)).toEqual([]);
  });

  test('say how little of a text can be read in the time', () => {
    const remarks = remarksOn(plan, { ...surroundings, stepsPerEpoch: 39_000 });
    expect(remarks.map(({ code, message }) => [code, message.includes('10 %')])).toContainEqual([
      'time-too-short',
      true,
    ]);
  });

  test('say nothing of the time where epochs were asked for', () => {
    const counted = { ...plan, recipe: defaultRecipe, steps: 300, configuration: layersOf(1024) };
    expect(remarksOn(counted, { ...surroundings, stepsPerEpoch: 3000 })).toEqual([]);
  });

  test('warn from half of the machine’s memory on', () => {
    const remarks = remarksOn({ ...plan, memoryBytes: 5 * gigabyte }, surroundings);
    expect(remarks.map(({ code }) => code)).toEqual(['memory-tight']);
    expect(remarks[0]?.message).toContain('5.0 GB of this computer');
  });

  test('tell of an LSTM that runs from single operations, and of no other cell', () => {
    const codes = (configuration: typeof defaultConfiguration) =>
      remarksOn({ ...plan, configuration }, surroundings).map(({ code }) => code);
    expect(codes({ ...defaultConfiguration, activation: 'relu' })).toEqual(['runs-unfused']);
    expect(codes({ ...defaultConfiguration, cell: 'rnn', activation: 'relu' })).toEqual([]);
  });
});
