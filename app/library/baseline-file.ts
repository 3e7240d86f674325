// What counting made of a corpus, remembered beside it in counting.json: a few results, each under a key that names
// all that it depends on. It can be counted again, so a file that cannot be read holds nothing.

import { join } from 'node:path';
import { z } from 'zod';
import type { CountingBaseline } from '../contract/corpus.ts';
import { writeAtomically } from './atomic-write.ts';
import { nodeFileSystem, type FileSystem } from './file-system.ts';

/** Beside corpus.json. */
export const baselineFile = 'counting.json';

/** Parts and cut-offs that a person goes back to; the oldest give way. */
const keptAtMost = 30;

const whole = z.number().int().min(0);
const baselineSchema: z.ZodType<CountingBaseline> = z.strictObject({
  order: whole,
  loss: z.number(),
  bitsPerCharacter: z.number(),
  losses: z.array(z.number()),
  reduction: z.strictObject({ counted: whole, foretold: whole }).nullable(),
  seconds: z.number(),
});
const fileSchema = z.array(z.strictObject({ key: z.string(), baseline: baselineSchema }));
type Remembered = z.infer<typeof fileSchema>;

/** The result that a corpus' folder holds under a key; null where there is none. */
export async function readBaseline(
  folder: string,
  key: string,
  fileSystem: FileSystem = nodeFileSystem,
): Promise<CountingBaseline | null> {
  const remembered = await readAll(folder, fileSystem);
  return remembered.find((each) => each.key === key)?.baseline ?? null;
}

/** Adds a result, or puts it in the place of an earlier one. */
export async function writeBaseline(
  folder: string,
  entry: { key: string; baseline: CountingBaseline },
  fileSystem: FileSystem = nodeFileSystem,
): Promise<void> {
  const others = (await readAll(folder, fileSystem)).filter(({ key }) => key !== entry.key);
  const kept = [...others, entry].slice(-keptAtMost);
  const lines = kept.map((each) => JSON.stringify(each));
  const content = Buffer.from(`[\n${lines.join(',\n')}\n]\n`);
  await writeAtomically(fileSystem, {
    path: pathIn(folder),
    content,
    sizeBytes: content.length,
    what: 'what was counted of the text',
  });
}

function pathIn(folder: string): string {
  return join(folder, baselineFile);
}

async function readAll(folder: string, fileSystem: FileSystem): Promise<Remembered> {
  try {
    const content = (await fileSystem.readFile(pathIn(folder))).toString('utf8');
    return fileSchema.parse(JSON.parse(content));
  } catch {
    return [];
  }
}
