// The list of attribute names, which keeps threads from corrupting the addon.

import { expect, test } from 'vitest';
import {
  attributeNames,
  checkAttributes,
  insertAttributeNames,
} from '../../app/tensor/attributes.ts';
import { loadBinding, type NativeBinding } from '../../app/tensor/binding.ts';

test('lets attributes of the list pass', () => {
  const attributes = attributeNames.map((name) => ({ name, type: 0, value: 0 }));
  expect(checkAttributes(attributes)).toBe(attributes);
});

test('refuses an attribute whose name is not in the list', () => {
  expect(() => checkAttributes([{ name: 'data_format', type: 0, value: 'NHWC' }])).toThrow(
    '"data_format" is not in attributeNames',
  );
});

test('hands every name to the addon once, and leaves no tensor', () => {
  const binding = loadBinding();
  const before = binding.getNumOfTensors();
  const seen: (string | undefined)[] = [];
  const executeOp: NativeBinding['executeOp'] = (op, attributes, inputs, outputs) => {
    seen.push(...attributes.map(({ name }) => name));
    return binding.executeOp(op, attributes, inputs, outputs);
  };
  insertAttributeNames(
    Object.create(binding, { executeOp: { value: executeOp } }) as NativeBinding,
  );
  expect(seen).toEqual([...attributeNames]);
  expect(binding.getNumOfTensors()).toBe(before);
});
