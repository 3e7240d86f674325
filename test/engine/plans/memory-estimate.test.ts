import { describe, expect, test } from 'vitest';
import { defaultConfiguration } from '../../../app/contract/defaults.ts';
import { estimateMemory, refuseTooLarge } from '../../../app/engine/plans/memory-estimate.ts';
import { layOutParameters } from '../../../app/model/parameters.ts';

const megabyte = 2 ** 20;

function estimate(units: number, batchSize: number, vocabularySize: number): number {
  const configuration = { ...defaultConfiguration, layers: [units, units] };
  const parameters = layOutParameters(configuration, vocabularySize).count;
  const sizes = { configuration, vocabularySize, parameters, batchSize, sequenceLength: 64 };
  return estimateMemory({ ...sizes, replicas: 2 }) / megabyte;
}

describe('the estimate of memory', () => {
  test.each([
    [128, 16, 65, 661],
    [256, 16, 65, 706],
    [256, 64, 65, 822],
    [512, 64, 65, 1040],
    [256, 64, 5500, 1247],
  ])(
    'of 2×%i at batch %i with %i characters is within a tenth of the measured %i MB',
    (units, batchSize, V, measured) => {
      expect(Math.abs(estimate(units, batchSize, V) / measured - 1)).toBeLessThan(0.1);
    },
  );

  test('counts logits at the last position alone where the loss is taken there', () => {
    const configuration = { ...defaultConfiguration, layers: [8] };
    const sizes = {
      vocabularySize: 5000,
      parameters: 0,
      batchSize: 4,
      sequenceLength: 50,
      replicas: 1,
    };
    const every = estimateMemory({ ...sizes, configuration });
    const last = estimateMemory({ ...sizes, configuration: { ...configuration, targets: 'last' } });
    expect(every - last).toBe(4 * 4 * 5000 * 4 * 49);
  });

  test('refuses more than the machine can give, with both numbers', () => {
    expect(() => refuseTooLarge(80 * megabyte, 100 * megabyte)).not.toThrow();
    expect(() => refuseTooLarge(81 * megabyte, 100 * megabyte)).toThrow(
      expect.objectContaining({
        code: 'out-of-memory',
        details: { neededMegabytes: 81, availableMegabytes: 80 },
      }),
    );
  });
});
