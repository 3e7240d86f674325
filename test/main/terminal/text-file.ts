// Files with text, for tests of commands that take paths; gone when the test is.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of its own. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'charloom-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A file with this text. */
export async function textFile(text: string, name = 'text.txt'): Promise<string> {
  const path = join(await testFolder(), name);
  await writeFile(path, text);
  return path;
}
