import { describe, expect, test } from 'vitest';
import { countBaseline, type CountingJob } from '../../../app/corpus/counting/baseline.ts';
import { idsOf, rhyme } from './rhyme.ts';

const noCutoff = { minimumCount: 1, coverage: 1 };
const tenth = { validation: 0.1, test: 0 };

async function job(text: string, changes: Partial<CountingJob> = {}): Promise<CountingJob> {
  return { ...(await idsOf(text)), shares: tenth, cutoff: noCutoff, ...changes };
}

describe('the counting baseline', () => {
  test('takes the order that foretells the validation part best', async () => {
    const baseline = countBaseline(await job(rhyme(60)));
    expect(baseline.losses).toHaveLength(8);
    expect(baseline.loss).toBe(Math.min(...baseline.losses));
    expect(baseline.losses[baseline.order - 1]).toBe(baseline.loss);
    expect(baseline.order).toBeGreaterThan(2);
    expect(baseline.bitsPerCharacter).toBeCloseTo(baseline.loss / Math.LN2, 12);
    expect(baseline.reduction).toBeNull();
  });

  test('counts what a cut-off leaves out as one character', async () => {
    const text = rhyme(60);
    const whole = countBaseline(await job(text));
    const cut = countBaseline(await job(text, { cutoff: { minimumCount: 200, coverage: 1 } }));
    expect(cut.losses[0]).toBeLessThan(whole.losses[0]!);
  });

  test('foretells characters that training never saw at a price, not at none and not at an endless one', async () => {
    const seen = countBaseline(await job(`${rhyme(60)}o`));
    const unseen = countBaseline(await job(`${rhyme(60)}ж`));
    for (const loss of unseen.losses) expect(loss).toBeLessThan(20);
    expect(unseen.losses[0]).toBeGreaterThan(seen.losses[0]!);
  });

  test('says how much it counted and foretold where a part is too large', async () => {
    const text = rhyme(60);
    const validation = Math.round(text.length / 10);
    const tooLong = countBaseline(await job(text), { counted: 500, foretold: 1000 });
    expect(tooLong.reduction).toEqual({ counted: 500, foretold: validation });
    expect(tooLong.loss).toBeGreaterThan(countBaseline(await job(text)).loss);
    const spread = countBaseline(await job(text), { counted: 1e6, foretold: 128 });
    expect(spread.reduction).toEqual({ counted: text.length - validation, foretold: 128 });
  });

  test('refuses to measure on nothing', async () => {
    const without = await job(rhyme(60), { shares: { validation: 0, test: 0 } });
    expect(() => countBaseline(without)).toThrow(
      expect.objectContaining({ code: 'corpus-too-short' }),
    );
  });
});
