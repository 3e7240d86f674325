// Attributes of op calls, and the one list of the names that they may have.
//
// The addon keeps every attribute name it has seen in one process-wide std::set without a lock. Two threads
// that insert a name at the same moment corrupt it; once a name is in, later calls only read. So the main
// thread inserts all of these names before a second thread runs any op, and no other name may appear later.

import { assert } from '../contract/errors.ts';
import type { NativeAttribute, NativeBinding } from './binding.ts';

/** Every attribute name that the engine's op calls may carry. */
export const attributeNames = [
  'DstT',
  'Index',
  'N',
  'SrcT',
  'T',
  'TI',
  'Taxis',
  'Tidx',
  'Tindices',
  'Tlabels',
  'Tnumsegments',
  'Tparams',
  'Tperm',
  'Tsegmentids',
  'Tshape',
  'Truncate',
  'axis',
  'batch_dims',
  'cell_clip',
  'forget_bias',
  'num',
  'num_split',
  'output_type',
  'transpose_a',
  'transpose_b',
  'type',
  'use_peephole',
] as const;

/** Attributes whose names were checked, once, when an op's wrapper was built. */
export type Attributes = readonly NativeAttribute[] & { readonly areChecked: true };

const allowedNames: ReadonlySet<string> = new Set(attributeNames);

/** Lets attributes pass whose names are all in the list; any other is a bug that could end in a crash. */
export function checkAttributes(attributes: readonly NativeAttribute[]): Attributes {
  for (const { name } of attributes) {
    assert(
      allowedNames.has(name),
      `the op attribute "${name}" is not in attributeNames; first seen while several threads run, ` +
        'it could corrupt the addon',
    );
  }
  return attributes as Attributes;
}

/** Puts every name into the addon's set; the main thread does so before it starts any other. */
export function insertAttributeNames(binding: NativeBinding): void {
  const scalar = binding.createTensor([], binding.TF_FLOAT, new Float32Array(1));
  try {
    for (const name of attributeNames) insertName(binding, { name, scalar });
  } finally {
    binding.deleteTensor(scalar);
  }
}

/**
 * The addon inserts a name before it looks at the attribute's kind: an unknown kind therefore inserts the
 * name and ends the call before TensorFlow hears of it.
 */
function insertName(
  binding: NativeBinding,
  { name, scalar }: { name: string; scalar: number },
): void {
  const unknownKind = -1;
  let isRefused = false;
  try {
    binding.executeOp('Identity', [{ name, type: unknownKind, value: 0 }], [scalar], 1);
  } catch {
    isRefused = true;
  }
  assert(isRefused, `the addon accepted an attribute of an unknown kind for "${name}"`);
}

/** Attributes that depend on a count, built once for each count that occurs. */
export function byCount(
  build: (count: number) => NativeAttribute[],
): (count: number) => Attributes {
  const built = new Map<number, Attributes>();
  return (count) => {
    const known = built.get(count);
    if (known) return known;
    const attributes = checkAttributes(build(count));
    built.set(count, attributes);
    return attributes;
  };
}
