import { describe, expect, test } from 'vitest';
import { defaultConfiguration } from '../../../app/contract/defaults.ts';
import type { ModelConfiguration } from '../../../app/contract/model.ts';
import { settleArithmetic } from '../../../app/engine/plans/settle-arithmetic.ts';

const gains = { gainsFromBfloat16: () => true };
const gainsNothing = { gainsFromBfloat16: () => false };
const fitting = { ...defaultConfiguration, layers: [256, 128] };

describe('settling a run’s arithmetic', () => {
  test('takes bfloat16 by itself where machine and network gain from it', () => {
    const settled = settleArithmetic(gains, { arithmetic: 'auto', minutes: 3 }, fitting);
    expect(settled).toEqual({ arithmetic: 'bfloat16', isRefused: false });
    expect(
      settleArithmetic(gainsNothing, { arithmetic: 'auto', minutes: 3 }, fitting).arithmetic,
    ).toBe('float32');
  });

  test.each([
    ['a small layer', { ...fitting, layers: [256, 64] }],
    ['a cell whose losses were not compared', { ...fitting, cell: 'gru' }],
    ['an LSTM that runs unfused', { ...fitting, activation: 'relu' }],
  ] satisfies [string, ModelConfiguration][])(
    'leaves %s in float32, unless asked',
    (_, configuration) => {
      expect(
        settleArithmetic(gains, { arithmetic: 'auto', minutes: 3 }, configuration).arithmetic,
      ).toBe('float32');
      expect(
        settleArithmetic(gains, { arithmetic: 'bfloat16', minutes: null }, configuration)
          .arithmetic,
      ).toBe('bfloat16');
    },
  );

  test('stays in float32 for a run of epochs', () => {
    const settled = settleArithmetic(gains, { arithmetic: 'auto', minutes: null }, fitting);
    expect(settled.arithmetic).toBe('float32');
  });

  test('keeps to float32 where that was asked for, without a trial', () => {
    const untried = {
      gainsFromBfloat16: (): boolean => {
        throw new Error('tried');
      },
    };
    expect(
      settleArithmetic(untried, { arithmetic: 'float32', minutes: 3 }, fitting).arithmetic,
    ).toBe('float32');
  });

  test('refuses bfloat16 where the machine gains nothing', () => {
    const settled = settleArithmetic(gainsNothing, { arithmetic: 'bfloat16', minutes: 3 }, fitting);
    expect(settled).toEqual({ arithmetic: 'float32', isRefused: true });
  });
});
