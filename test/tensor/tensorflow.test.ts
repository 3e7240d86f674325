// Memory: what is copied, what is lent, and that nothing is left behind.

import { describe, expect, test } from 'vitest';
import type { Tensor } from '../../app/tensor/ops.ts';
import { allocateShared, allocateSharedArrays } from '../../app/tensor/shared-memory.ts';
import { openTensorFlow } from '../../app/tensor/tensorflow.ts';

const tensorflow = openTensorFlow();

/** Expects a body to leave as many tensors as there were, whether it returns or throws. */
function expectNoLeak(body: () => void): void {
  const before = tensorflow.liveTensors;
  body();
  expect(tensorflow.liveTensors).toBe(before);
}

test('opens the library once', () => {
  expect(openTensorFlow()).toBe(tensorflow);
  expect(tensorflow.version).toMatch(/^2\.\d+\.\d+/);
});

describe('copying in', () => {
  const memories: [string, () => Float32Array][] = [
    ['ordinary memory', () => new Float32Array(64)],
    ['shared memory', () => new Float32Array(new SharedArrayBuffer(256))],
    ['page-aligned shared memory', () => allocateShared(64)],
  ];

  test.each(memories)('%s may be written at once, wherever the array begins', (_, allocate) => {
    for (let offset = 0; offset < 16; offset++) {
      const values = allocate().subarray(offset, offset + 8);
      values.fill(1);
      const tensor = tensorflow.copyIn(values, [8]);
      values.fill(2);
      expect([...tensorflow.read(tensor)], `offset ${offset}`).toEqual(new Array(8).fill(1));
      tensorflow.release(tensor);
    }
  });

  test('indices may be written at once too', () => {
    for (let offset = 0; offset < 16; offset++) {
      const values = new Int32Array(64).subarray(offset, offset + 8).fill(1);
      const tensor = tensorflow.copyIn(values, [2, 4]);
      values.fill(2);
      expect([...tensorflow.readIndices(tensor)], `offset ${offset}`).toEqual(new Array(8).fill(1));
      tensorflow.release(tensor);
    }
  });
});

describe('lending', () => {
  test('uses shared memory in place, until the tensor is released', () => {
    const values = allocateShared(64);
    const tensor = tensorflow.lend(values, [64]);
    values[5] = 7; // forbidden outside of this test: it shows that nothing was copied
    expect(tensorflow.read(tensor)[5]).toBe(7);
    tensorflow.release(tensor);
    values[5] = 8;
    const again = tensorflow.lend(values, [64]);
    expect(tensorflow.read(again)[5]).toBe(8);
    tensorflow.release(again);
  });

  test('uses every sixteenth float of it in place', () => {
    const values = allocateShared(64);
    for (const offset of [0, 16, 32, 48]) {
      const tensor = tensorflow.lend(values.subarray(offset, offset + 4), [4]);
      values[offset] = offset + 1;
      expect(tensorflow.read(tensor)[0]).toBe(offset + 1);
      tensorflow.release(tensor);
    }
  });

  test('uses arrays that kernels of all threads compute in, in place', () => {
    const arrays = allocateSharedArrays(3, 1500)!.arrays;
    expect(arrays).toEqual(new Array(3).fill(new Float32Array(1500)));
    for (const values of arrays) {
      const tensor = tensorflow.lend(values, [1500]);
      values[1499] = 7; // forbidden, as above
      expect(tensorflow.read(tensor)[1499]).toBe(7);
      tensorflow.release(tensor);
    }
  });

  test('allocates no such arrays where one memory cannot hold them', () => {
    expect(allocateSharedArrays(4, 2 ** 27)).toBeNull();
  });

  test('allocates zeros of the wanted length, none included', () => {
    expect(allocateShared(3)).toEqual(new Float32Array(3));
    expect(allocateShared(0)).toHaveLength(0);
    expect(allocateShared(5000)).toHaveLength(5000);
  });
});

describe('a scope', () => {
  const make = () => tensorflow.copyIn(Float32Array.of(1, 2), [2]);

  test('frees what was made in it', () => {
    expectNoLeak(() => {
      tensorflow.scope(() => tensorflow.ops.addV2(make(), make()));
    });
  });

  test('hands on what it keeps, to the scope around it or to the caller', () => {
    expectNoLeak(() => {
      const kept = tensorflow.scope((keep) => {
        const inner = tensorflow.scope((keepInner) =>
          keepInner(tensorflow.ops.mul(make(), make())),
        );
        return keep(tensorflow.ops.addV2(inner, inner));
      });
      expect([...tensorflow.read(kept)]).toEqual([2, 8]);
      tensorflow.release(kept);
    });
  });

  test('frees everything when it throws, what it meant to keep included', () => {
    expectNoLeak(() => {
      expect(() =>
        tensorflow.scope((keep) => {
          keep(make());
          tensorflow.scope((keepInner) => keepInner(make()));
          throw new Error('broken');
        }),
      ).toThrow('broken');
    });
  });

  test('frees everything when an op refuses its operands', () => {
    expectNoLeak(() => {
      const three = () => tensorflow.copyIn(new Float32Array(3), [3]);
      expect(() => tensorflow.scope(() => tensorflow.ops.addV2(make(), three()))).toThrow(
        /Incompatible shapes/,
      );
    });
  });

  test('forgets what was released early', () => {
    expectNoLeak(() => {
      tensorflow.scope(() => {
        const early = make();
        tensorflow.scope(() => tensorflow.release(early));
      });
    });
  });

  test('keeps only its own tensors', () => {
    expectNoLeak(() => {
      const outside: Tensor = make();
      expect(() => tensorflow.scope((keep) => keep(outside))).toThrow('of this scope');
      tensorflow.release(outside);
    });
  });

  test('can be stepped out of', () => {
    expectNoLeak(() => {
      const lasting = tensorflow.scope(() => tensorflow.outsideScopes(make));
      expect([...tensorflow.read(lasting)]).toEqual([1, 2]);
      tensorflow.release(lasting);
    });
  });
});
