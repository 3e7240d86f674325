// Runs each op once against stored values when TensorFlow is opened: whatever library a machine has, an op
// that is missing or computes something else is named before it can spoil a model.

import { EngineError } from '../contract/errors.ts';
import { Constants } from './constants.ts';
import { opChecks, type OpCheck } from './op-checks.ts';
import type { Tensor } from './ops.ts';
import type { TensorFlow } from './tensorflow.ts';

/** float32 arithmetic in another order differs in the last two digits; a wrong gate order in the first. */
const tolerance = 1e-5;

/** Throws `tensorflow-wrong` with the op's name where one is missing or gives other values. */
export function checkOps(tensorflow: TensorFlow): void {
  const constants = new Constants(tensorflow);
  try {
    for (const check of opChecks) checkOp(check, { tensorflow, constants });
  } finally {
    constants.dispose();
  }
}

function checkOp(
  { op, run, expected }: OpCheck,
  { tensorflow, constants }: { tensorflow: TensorFlow; constants: Constants },
): void {
  let actual: number[];
  try {
    actual = tensorflow.scope(() => {
      const floats = (values: number[], shape: number[]) =>
        tensorflow.copyIn(Float32Array.from(values), shape);
      const read = (tensor: Tensor) => {
        if (op === 'ArgMax') return [...tensorflow.readIndices(tensor)];
        if (op === 'InTopKV2') return [...tensorflow.readFlags(tensor)];
        return [...tensorflow.read(tensor)];
      };
      return run({ tensorflow, constants, floats }).flatMap(read);
    });
  } catch (cause: unknown) {
    throw wrong(op, tensorflow.version, { found: 'it does not run', cause });
  }
  const isRight =
    actual.length === expected.length &&
    expected.every((value, i) => Math.abs((actual[i] ?? NaN) - value) <= tolerance);
  if (!isRight) throw wrong(op, tensorflow.version, { found: `it gives ${actual.join(' ')}` });
}

function wrong(op: string, version: string, { found, cause }: { found: string; cause?: unknown }) {
  return new EngineError(
    'tensorflow-wrong',
    `TensorFlow ${version} on this machine does not compute ${op} as Charloom needs it: ${found}. ` +
      'Run `npm run setup` to put the library in place anew.',
    { details: { op, version }, cause },
  );
}
