import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAhead } from '../../app/corpus/read-ahead.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'charloom-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function openFile(content: string, flags = 'r') {
  const path = join(folder, `of-${content.length}`);
  await writeFile(path, content);
  return open(path, flags);
}

test.each(['', 'ab', 'abc', 'abcdefgh'])('reads all of "%s", piece by piece', async (content) => {
  const file = await openFile(content);
  const pieces: string[] = [];
  for await (const bytes of readAhead(file, 3)) {
    // Time for the next piece to arrive, which must lie elsewhere.
    await file.stat();
    pieces.push(bytes.toString());
  }
  await file.close();
  expect(pieces.join('')).toBe(content);
  expect(pieces).toHaveLength(Math.ceil(content.length / 3));
});

test('leaves the file open and at rest where its reader stops early', async () => {
  const file = await openFile('abcdefghi');
  for await (const bytes of readAhead(file, 3)) {
    expect(bytes.toString()).toBe('abc');
    break;
  }
  await expect(file.stat()).resolves.toMatchObject({ size: 9 });
  await file.close();
});

test('throws what went wrong with reading', async () => {
  const file = await openFile('abcd', 'a');
  await expect(readAhead(file, 3).next()).rejects.toMatchObject({ code: 'EBADF' });
  await file.close();
});
