import { describe, expect, test } from 'vitest';
import { defaultConfiguration } from '../../../app/contract/defaults.ts';
import { StepSpeeds, type StepShape } from '../../../app/engine/plans/step-speeds.ts';

const shape: StepShape = {
  configuration: defaultConfiguration,
  vocabularySize: 60,
  batchSize: 16,
  sequenceLength: 64,
  arithmetic: 'float32',
  replicas: 2,
};

function timerOf(isBusy: () => boolean = () => false) {
  const timed: StepShape[] = [];
  let isTiming = false;
  const time = async (wanted: StepShape) => {
    if (isTiming) throw new Error('two timings at once');
    isTiming = true;
    await Promise.resolve();
    isTiming = false;
    timed.push(wanted);
    return wanted.batchSize / 100;
  };
  return { speeds: new StepSpeeds({ time, isBusy }), timed };
}

describe('the speeds of this machine', () => {
  test('are timed once for each shape, one after the other', async () => {
    const { speeds, timed } = timerOf();
    const wanted = [shape, { ...shape, batchSize: 32 }, shape];
    const seconds = await Promise.all(wanted.map((each) => speeds.secondsPerStep(each)));
    expect(seconds).toEqual([0.16, 0.32, 0.16]);
    expect(timed).toHaveLength(2);
  });

  test('are the same whatever the rate of a dropout, but not without one', async () => {
    const { speeds, timed } = timerOf();
    for (const dropout of [0, 0.2, 0.5]) {
      await speeds.secondsPerStep({ ...shape, configuration: { ...shape.configuration, dropout } });
    }
    expect(timed).toHaveLength(2);
  });

  test('are not remembered where something else was training meanwhile', async () => {
    let isBusy = true;
    const { speeds, timed } = timerOf(() => isBusy);
    await speeds.secondsPerStep(shape);
    isBusy = false;
    await speeds.secondsPerStep(shape);
    await speeds.secondsPerStep(shape);
    expect(timed).toHaveLength(2);
  });

  test('go on being timed after one timing failed', async () => {
    let calls = 0;
    const time = () => (++calls === 1 ? Promise.reject(new Error('lost')) : Promise.resolve(1));
    const speeds = new StepSpeeds({ time, isBusy: () => false });
    await expect(speeds.secondsPerStep(shape)).rejects.toThrow('lost');
    expect(await speeds.secondsPerStep(shape)).toBe(1);
  });
});
