import { describe, expect, test } from 'vitest';
import { createRandom } from '../../app/model/random.ts';
import { takesWideScores, WideScores } from '../../app/model/wide-scores.ts';
import { Constants } from '../../app/tensor/constants.ts';
import { openTensorFlow } from '../../app/tensor/tensorflow.ts';

const tensorflow = openTensorFlow();
const rowLength = 3;

interface Rows {
  rows: Float32Array;
  kernel: Float32Array;
  bias: Float32Array;
  targets: Int32Array;
}

/** Targets are often among the likeliest, as those of a trained network are. */
function rowsOf(N: number, V: number, spread = 1): Rows {
  const random = createRandom(11, 1);
  const normal = (size: number, by: number) =>
    Float32Array.from({ length: size }, () => by * random.normal());
  const bias = normal(V, 0.1);
  const kernel = normal(rowLength * V, spread);
  // So likely that they are right, or among the first five, in a good part of the rows.
  const favourites = [7, V - 1, 40, 41, 42];
  for (const favourite of favourites) bias[favourite] = 4 * spread;
  const targets = Int32Array.from({ length: N }, (_, row) =>
    row % 3 === 0 ? (row * 97) % V : favourites[row % favourites.length]!,
  );
  return { rows: normal(N * rowLength, 1), kernel, bias, targets };
}

/** One after the other by the same scorer. */
function scoreAll(all: readonly Rows[]) {
  const V = all[0]!.bias.length;
  const constants = new Constants(tensorflow);
  const scores = new WideScores(tensorflow, constants, V);
  const results = all.map(({ rows, kernel, bias, targets }) =>
    tensorflow.scope(() => {
      const lent = tensorflow.copyIn(kernel, [rowLength, V]);
      return scores.score({
        rows: tensorflow.copyIn(rows, [targets.length, rowLength]),
        rowLength,
        multiply: (part) => tensorflow.ops.matMul(part, lent),
        ...{ bias, targets },
      });
    }),
  );
  constants.dispose();
  return results;
}

/** By TensorFlow's ops. */
function expected({ rows, kernel, bias, targets }: Rows) {
  const [N, V] = [targets.length, bias.length];
  const constants = new Constants(tensorflow);
  const { ops } = tensorflow;
  const result = tensorflow.scope(() => {
    const matrix = tensorflow.copyIn(rows, [N, rowLength]);
    const product = ops.matMul(matrix, tensorflow.copyIn(kernel, [rowLength, V]));
    const logits = ops.biasAdd(product, tensorflow.copyIn(bias, [V]));
    const wanted = tensorflow.copyIn(targets, [N]);
    const likeliest = tensorflow.readIndices(ops.argMax(logits, constants.index(1)));
    return {
      losses: tensorflow.read(ops.sparseSoftmaxCrossEntropyWithLogits(logits, wanted).losses),
      isCorrect: Uint8Array.from(targets, (target, row) => (likeliest[row] === target ? 1 : 0)),
      isInTopFive: tensorflow.readFlags(ops.inTopK(logits, wanted, constants.index(5))),
    };
  });
  constants.dispose();
  return result;
}

const share = (flags: Uint8Array) => flags.reduce((sum, flag) => sum + flag, 0) / flags.length;

describe('scores over many characters', () => {
  test.each([
    ['rows in whole pieces', 1024, 1100, 1],
    ['more rows than one product takes, and a rest', 533, 1027, 1],
    ['fewer rows than a piece', 3, 2000, 1],
    ['logits far apart', 64, 1500, 30],
  ])('are what TensorFlow’s ops give: %s', (_, N, V, spread) => {
    const rows = rowsOf(N, V, spread);
    const [own] = scoreAll([rows]);
    const wanted = expected(rows);
    wanted.losses.forEach((loss, row) => {
      expect(Math.abs(own!.losses[row]! - loss)).toBeLessThan(5e-6 * Math.max(1, loss));
    });
    expect([...own!.isCorrect]).toEqual([...wanted.isCorrect]);
    expect([...own!.isInTopFive]).toEqual([...wanted.isInTopFive]);
  });

  test('are tried on rows of which some are right, some nearly and some not', () => {
    const { isCorrect, isInTopFive } = expected(rowsOf(1024, 1100));
    expect(share(isCorrect)).toBeGreaterThan(0.05);
    expect(share(isInTopFive)).toBeGreaterThan(share(isCorrect) + 0.1);
    expect(share(isInTopFive)).toBeLessThan(0.9);
  });

  test('take the first of equally likely characters for the likeliest, and each for among the five', () => {
    const V = 1024;
    const equal = {
      rows: new Float32Array(2 * rowLength),
      kernel: new Float32Array(rowLength * V),
    };
    const rows = { ...equal, bias: new Float32Array(V), targets: Int32Array.of(0, 9) };
    const [own] = scoreAll([rows]);
    expect([...own!.isCorrect]).toEqual([1, 0]);
    expect([...own!.isInTopFive]).toEqual([1, 1]);
    expect(own!.losses[0]).toBeCloseTo(Math.log(V), 5);
  });

  test('find nothing right where weights have blown up, and recover from that', () => {
    const [good, bad] = [rowsOf(20, 1030), rowsOf(20, 1030)];
    bad.rows.fill(NaN);
    const [before, blown, after] = scoreAll([good, bad, good]);
    expect(blown!.losses.every(Number.isNaN)).toBe(true);
    expect([share(blown!.isCorrect), share(blown!.isInTopFive)]).toEqual([0, 0]);
    expect(after).toEqual(before);
  });

  test('are left to TensorFlow for few characters', () => {
    expect([takesWideScores(300), takesWideScores(5400)]).toEqual([false, true]);
  });
});
