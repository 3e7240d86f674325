import { expect, test } from 'vitest';
import { fromCheckpoint, toCheckpoint } from '../../../app/engine/runs/run-checkpoint.ts';
import { packPlan } from '../../../app/training/plan-log.ts';
import { initialPosition } from '../../../app/training/run-position.ts';

const before = { runs: 1, steps: 20, epochs: 2, seconds: 3.5 };
const floats = (first: number, size: number) =>
  Float32Array.from({ length: size }, (_, i) => first + i);
const place = (first: number) => ({
  parameters: floats(first, 4),
  momentum: floats(first + 10, 4),
  variance: floats(first + 20, 4),
  states: floats(first + 30, 3),
});
const lossWatch = { sum: 0.1 + 0.2, steps: 1, means: [1.25, 1 / 3] };
const sizes = { parameters: 4, states: 3 };

test('a run comes back from its checkpoint with roll-back points, losses and plan', () => {
  const point = {
    ...place(1),
    position: { ...initialPosition(900), step: 230, rollBacks: 1, plateauFactor: 0.5, lossWatch },
    points: [
      { step: 100, progress: 0.1, lossWatch, ...place(100) },
      { step: 200, progress: 0.2, lossWatch, ...place(200) },
    ],
    plan: packPlan([{ step: 16, totalSteps: 900, characters: 0 }]),
  };
  const { step, metadata, tensors } = toCheckpoint(point, { replicas: 2, before });
  const read = { step, metadata: JSON.parse(JSON.stringify(metadata)), tensors, damage: null };
  const restored = fromCheckpoint(read, sizes);
  expect(restored.point).toEqual(point);
  expect(restored.metadata).toMatchObject({ replicas: 2, before });
});

test('a checkpoint of an earlier version has no roll-back points and counts from nothing', () => {
  const metadata = {
    position: {
      step: 230,
      totalSteps: 900,
      progress: 0.25,
      activeSeconds: 12,
      evaluationSeconds: 1,
      bestLoss: 1.5,
      bestStep: 200,
      bestSeconds: 10,
      validationsSinceBest: 1,
      lastValidationSeconds: 11,
      lastLoss: 1.6,
    },
    replicas: 2,
    before,
  };
  const tensors = new Map(Object.entries(place(1)));
  const { point } = fromCheckpoint({ step: 230, metadata, tensors, damage: null }, sizes);
  expect(point).toMatchObject({ ...place(1), points: [], plan: new Int32Array(0) });
  expect(point.position).toMatchObject({ step: 230, bestCharacters: 0, rollBacks: 0 });
});

test('a checkpoint of another network is refused', () => {
  const point = { ...place(1), position: initialPosition(9), points: [], plan: new Int32Array(0) };
  const checkpoint = { ...toCheckpoint(point, { replicas: 1, before }), damage: null };
  expect(() => fromCheckpoint(checkpoint, { parameters: 5, states: 3 })).toThrow(
    expect.objectContaining({ code: 'checkpoint-invalid' }),
  );
});
