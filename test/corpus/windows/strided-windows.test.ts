import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { encodeIdHeader, openIdFile, type IdFile } from '../../../app/corpus/id-file.ts';
import { countStridedWindows, StridedReader } from '../../../app/corpus/windows/strided-windows.ts';
import { temporaryFolder } from '../fixtures.ts';

async function scatteredFile(length: number, window: number): Promise<IdFile> {
  const path = join(await temporaryFolder(), 'ids');
  const ids = Uint16Array.from({ length }, (_, at) => 2 + (at % 60_000));
  const header = encodeIdHeader(length, 2);
  await writeFile(path, Buffer.concat([header, new Uint8Array(ids.buffer)]));
  const file = openIdFile(path, window);
  onTestFinished(() => file.close());
  return file;
}

const remap = Int32Array.from({ length: 60_002 }, (_, id) => id);

test('windows begin at every stride, each with the character that follows it', async () => {
  const range = { start: 7, end: 30 };
  const reader = new StridedReader({
    ids: await scatteredFile(100, 6),
    remap,
    range,
    sequenceLength: 5,
    stride: 3,
  });
  // Starts at 7, 10, … 22, 25 less: the window at 25 would need the character at 30.
  expect(reader.windows).toBe(6);
  const inputs = new Int32Array(10);
  const targets = new Int32Array(10);
  reader.read([5, 0], inputs, targets);
  const column = (values: Int32Array, b: number) => [0, 1, 2, 3, 4].map((t) => values[t * 2 + b]);
  expect(column(inputs, 0)).toEqual([24, 25, 26, 27, 28]);
  expect(column(targets, 0)).toEqual([25, 26, 27, 28, 29]);
  expect(column(inputs, 1)).toEqual([9, 10, 11, 12, 13]);
});

test('the last window ends just before the range does, whatever the sizes', () => {
  for (const [length, T, stride] of [
    [30, 5, 3],
    [31, 5, 3],
    [6, 5, 1],
    [100, 7, 10],
  ] as const) {
    const options = { range: { start: 2, end: 2 + length }, sequenceLength: T, stride };
    const windows = countStridedWindows(options);
    const lastEnd = (windows - 1) * stride + T + 1;
    expect(lastEnd).toBeLessThanOrEqual(length);
    expect(lastEnd + stride).toBeGreaterThan(length);
  }
  const short = { range: { start: 0, end: 5 }, sequenceLength: 5, stride: 1 };
  expect(countStridedWindows(short)).toBe(0);
});

test.each([50_000, 3_000_000])(
  'scattered reads of %i ids give the ids in place',
  async (length) => {
    const ids = await scatteredFile(length, 9);
    const window = new Int32Array(9);
    for (const start of [length - 9, 0, length >> 1, 3, length - 10]) {
      ids.read(start, window);
      expect([...window]).toEqual(
        Array.from({ length: 9 }, (_, at) => 2 + ((start + at) % 60_000)),
      );
    }
  },
);
