// The texts that long rows train on: which one, what of it is held out, and its beginning alone.

import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundlesFolder } from './places.ts';

/** tiny-shakespeare, the text that the published figures are for, by its hash. */
const tinyShakespeare = '86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed';

export interface BenchText {
  path: string;
  /** As a row names it. */
  name: string;
  isTinyShakespeare: boolean;
  /** As the engine reads it: NFC, lines ended by LF alone, no byte order mark. */
  characters: string[];
}

/** A text by its place alone, for what does not look into it. */
export type BenchFile = Omit<BenchText, 'characters'>;

/** The file that was named, else the English sample text that Charloom ships. */
export async function findText(path: string | null): Promise<BenchFile> {
  const chosen = path ?? (await sampleText());
  const hash = createHash('sha256').update(await readFile(chosen));
  const isTinyShakespeare = hash.digest('hex') === tinyShakespeare;
  const name = isTinyShakespeare ? 'tiny-shakespeare' : (path ?? 'the sample text');
  return { path: chosen, name, isTinyShakespeare };
}

/** The same with its characters. */
export async function openText(path: string | null): Promise<BenchText> {
  const file = await findText(path);
  const text = (await readFile(file.path, 'utf8'))
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .normalize('NFC');
  return { ...file, characters: Array.from(text) };
}

/** Writes the last tenth, which is what a run of one file validates on; gives the path. */
export async function writeHeldOut({ characters }: BenchText, folder: string): Promise<string> {
  const path = join(folder, 'held-out.txt');
  const size = Math.ceil(characters.length / 10 - 1e-6);
  await writeFile(path, characters.slice(-size).join(''));
  return path;
}

/** Writes the beginning of a text; gives it as a text of its own. */
export async function writeBeginning(
  text: BenchText,
  length: number,
  folder: string,
): Promise<BenchText> {
  const path = join(folder, 'beginning.txt');
  const characters = text.characters.slice(0, length);
  await writeFile(path, characters.join(''));
  const name = `the first ${characters.length.toLocaleString('en')} characters of ${text.name}`;
  return { path, name, isTinyShakespeare: false, characters };
}

/** One of the sample texts that Charloom ships. */
export async function readSample(language: 'en' | 'zh'): Promise<string> {
  return readFile(await sampleText(language), 'utf8');
}

async function sampleText(language = 'en'): Promise<string> {
  const folder = join(bundlesFolder, 'samples');
  const manifest = JSON.parse(await readFile(join(folder, 'samples.json'), 'utf8')) as {
    samples: { file: string; language: string }[];
  };
  const sample = manifest.samples.find((each) => each.language === language);
  if (!sample) throw new Error('No sample text is there: name a text with --data FILE.');
  return join(folder, sample.file);
}
