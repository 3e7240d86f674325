// The check of every op at the start, with a library in which one op is wrong or missing.

import { expect, test } from 'vitest';
import { loadBinding, type NativeBinding } from '../../app/tensor/binding.ts';
import { opChecks } from '../../app/tensor/op-checks.ts';
import { checkOps } from '../../app/tensor/self-check.ts';
import { TensorFlow } from '../../app/tensor/tensorflow.ts';

const binding = loadBinding();

/** The addon with another way to run ops. */
function replaced(executeOp: NativeBinding['executeOp']): NativeBinding {
  return Object.create(binding, { executeOp: { value: executeOp } }) as NativeBinding;
}

/** The library with one op replaced. */
function withOp(op: string, replacement: NativeBinding['executeOp']): TensorFlow {
  const executeOp: NativeBinding['executeOp'] = (name, ...rest) =>
    name === op ? replacement(name, ...rest) : binding.executeOp(name, ...rest);
  return new TensorFlow(replaced(executeOp));
}

test('finds nothing wrong with this library, and leaves no tensor', () => {
  const tensorflow = new TensorFlow(binding);
  const before = tensorflow.liveTensors;
  checkOps(tensorflow);
  expect(tensorflow.liveTensors).toBe(before);
});

test.each(opChecks)('names $op where it is missing', ({ op }) => {
  const tensorflow = withOp(op, () => {
    throw new Error('Op type not registered');
  });
  const before = tensorflow.liveTensors;
  expect(() => checkOps(tensorflow)).toThrow(
    expect.objectContaining({ code: 'tensorflow-wrong', details: expect.objectContaining({ op }) }),
  );
  expect(tensorflow.liveTensors).toBe(before);
});

test('names an op that gives other values', () => {
  // Weights given in another gate order look like this: the forget gate takes the cell update's place.
  const tensorflow = withOp('BlockLSTM', (name, attributes, inputs, outputs) => {
    const results = binding.executeOp(name, attributes, inputs, outputs);
    [results[2], results[4]] = [results[4]!, results[2]!];
    return results;
  });
  expect(() => checkOps(tensorflow)).toThrow(/does not compute BlockLSTM as Charloom needs it/);
});

test('finds a cell that is clipped', () => {
  const tensorflow = withOp('BlockLSTM', (name, attributes, inputs, outputs) => {
    const clipped = attributes.map((attribute) =>
      attribute.name === 'cell_clip' ? { ...attribute, value: 3 } : attribute,
    );
    return binding.executeOp(name, clipped, inputs, outputs);
  });
  expect(() => checkOps(tensorflow)).toThrow('BlockLSTM');
});

test('has a check for every op that the engine can run', () => {
  const executed = new Set<string>();
  const recording: NativeBinding['executeOp'] = (name, ...rest) => {
    executed.add(name);
    return binding.executeOp(name, ...rest);
  };
  checkOps(new TensorFlow(replaced(recording)));
  expect([...executed].sort()).toEqual(opChecks.map(({ op }) => op).sort());
});
