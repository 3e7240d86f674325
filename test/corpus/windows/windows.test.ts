import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, onTestFinished } from 'vitest';
import { countWindows, WindowReader } from '../../../app/corpus/windows/batches.ts';
import { encodeIdHeader, openIdFile, type IdFile } from '../../../app/corpus/id-file.ts';
import { temporaryFolder } from '../fixtures.ts';
import { idFile, writeIdFile } from '../id-files.ts';

function readAll(file: IdFile, start: number, length: number): number[] {
  const target = new Int32Array(length);
  file.read(start, target);
  return [...target];
}

const identity = (size: number) => Int32Array.from({ length: size }, (_, at) => at);

describe('a file of ids', () => {
  test.each([1, 2, 4] as const)('gives ids of %i bytes from any position', async (bytesPerId) => {
    const most = bytesPerId === 1 ? 256 : 60_000;
    const ids = Array.from({ length: 100_003 }, (_, at) => (at * 7919) % most);
    const file = await idFile(ids, bytesPerId);
    expect(file.length).toBe(100_003);
    for (const [start, length] of [
      [0, 1],
      [99_990, 13],
      [32_700, 80],
      [5, 70_000],
      [0, 100_003],
      [7, 0],
    ]) {
      expect(readAll(file, start!, length!)).toEqual(ids.slice(start, start! + length!));
    }
  });

  test('holds ids beyond 65,535 in four bytes', async () => {
    expect(readAll(await idFile([2, 1_000_000, 3], 4), 0, 3)).toEqual([2, 1_000_000, 3]);
  });

  test('refuses positions outside itself', async () => {
    const file = await idFile([2, 3, 4]);
    expect(() => readAll(file, 2, 2)).toThrow(RangeError);
    expect(() => readAll(file, -1, 1)).toThrow(RangeError);
  });

  test.each([
    ['shortened', async (path: string) => truncate(path, 27)],
    ['shorter than a header', async (path: string) => truncate(path, 5)],
    ['foreign', async (path: string) => writeFile(path, Buffer.alloc(100, 'x'))],
    [
      'of a later version',
      async (path: string) => {
        const header = encodeIdHeader(0, 2);
        header[8] = 2;
        await writeFile(path, header);
      },
    ],
    [
      'of an unknown width',
      async (path: string) => {
        const header = encodeIdHeader(0, 2);
        header[9] = 3;
        await writeFile(path, header);
      },
    ],
  ])('that is %s is refused', async (_, damage) => {
    const path = await writeIdFile([2, 3, 4]);
    await damage(path);
    expect(() => openIdFile(path)).toThrow(expect.objectContaining({ code: 'corpus-changed' }));
  });

  test('that is missing is refused', async () => {
    const path = join(await temporaryFolder(), 'none');
    expect(() => openIdFile(path)).toThrow(expect.objectContaining({ code: 'corpus-changed' }));
  });

  test('that becomes shorter while it is read says so', async () => {
    const path = await writeIdFile(Array.from({ length: 100_000 }, () => 2));
    const file = openIdFile(path);
    onTestFinished(() => file.close());
    await truncate(path, 100);
    expect(() => readAll(file, 90_000, 10)).toThrow('became shorter');
  });
});

describe('windows', () => {
  /** Straight from the definition: stream s is a slice, window w a slice of it. */
  function windowNaively(
    ids: number[],
    options: {
      start: number;
      end: number;
      streams: number;
      length: number;
      shift: number;
    },
    window: number,
    stream: number,
  ) {
    const { start, end, streams, length, shift } = options;
    const streamLength = Math.floor((end - start - shift - 1) / streams);
    const from = start + shift + stream * streamLength + window * length;
    return {
      inputs: ids.slice(from, from + length),
      targets: ids.slice(from + 1, from + 1 + length),
    };
  }

  test.each([
    { start: 0, end: 1000, streams: 2, length: 3, shift: 0 },
    { start: 17, end: 911, streams: 5, length: 7, shift: 4 },
    { start: 3, end: 30_000, streams: 3, length: 64, shift: 63 },
    { start: 0, end: 40_000, streams: 2, length: 5000, shift: 1 },
  ])('equal a naive version for $streams streams of length $length', async (options) => {
    const ids = Array.from({ length: options.end }, (_, at) => 2 + ((at * 7919) % 50_000));
    const { start, end, streams, length: T, shift } = options;
    const range = { start, end };
    const remap = Int32Array.from({ length: 50_002 }, (_, id) => 60_000 - id);
    const reader = new WindowReader({
      ids: await idFile(ids),
      remap,
      range,
      streams,
      sequenceLength: T,
      shift,
    });
    expect(reader.windows).toBe(Math.floor(Math.floor((end - start - shift - 1) / streams) / T));
    expect(countWindows({ range, streams, sequenceLength: T, shift })).toBe(reader.windows);
    const order = [...Array(reader.windows).keys()];
    for (const window of [...order, 0, reader.windows - 1]) {
      for (const [first, last] of [
        [0, streams],
        [1, 2],
      ] as const) {
        const b = last - first;
        const inputs = new Int32Array(T * b);
        const targets = new Int32Array(T * b);
        reader.read(window, first, last, inputs, targets);
        for (let s = first; s < last; s++) {
          const expected = windowNaively(ids, options, window, s);
          const column = (values: Int32Array) =>
            Array.from({ length: T }, (_, t) => 60_000 - values[t * b + (s - first)]!);
          expect(column(inputs)).toEqual(expected.inputs);
          expect(column(targets)).toEqual(expected.targets);
        }
      }
    }
  });

  test('go on where the window before ended, so that state may be carried', async () => {
    const ids = Array.from({ length: 101 }, (_, at) => at + 2);
    const reader = new WindowReader({
      ids: await idFile(ids),
      remap: identity(200),
      range: { start: 0, end: 101 },
      streams: 2,
      sequenceLength: 5,
      shift: 0,
    });
    const targets = new Int32Array(10);
    const inputs = new Int32Array(10);
    reader.read(0, 0, 2, new Int32Array(10), targets);
    reader.read(1, 0, 2, inputs, new Int32Array(10));
    expect([inputs[0], inputs[1]]).toEqual([targets[8], targets[9]]);
  });

  test('never look past the end of their range', async () => {
    const ids = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
    const reader = new WindowReader({
      ids: await idFile(ids),
      remap: identity(20),
      range: { start: 0, end: 5 },
      streams: 2,
      sequenceLength: 2,
      shift: 0,
    });
    const targets = new Int32Array(4);
    reader.read(reader.windows - 1, 0, 2, new Int32Array(4), targets);
    expect(Math.max(...targets)).toBe(6);
  });

  test('are none where the range is too short', async () => {
    const ids = await idFile([2, 3, 4, 5]);
    const reader = new WindowReader({
      ids,
      remap: identity(9),
      range: { start: 0, end: 4 },
      streams: 2,
      sequenceLength: 2,
      shift: 0,
    });
    expect(reader.windows).toBe(0);
    expect(() => reader.read(0, 0, 1, new Int32Array(2), new Int32Array(2))).toThrow(
      'window 0 of 0',
    );
  });
});
