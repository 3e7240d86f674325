// A text of a gigabyte that is one line, as each format that text may be taken for: bounded memory, and a corpus or a
// clear error.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { defaultCleaning, type CleaningOptions } from '../../../app/contract/cleaning.ts';
import type { LargeLineJob, LargeLineResult } from './large-line-process.ts';

export interface LargeLineOptions {
  scripts: { largeLine: string; reading: string };
  /** An empty folder. */
  folder: string;
  sizeBytes: number;
  onCase?: (name: string) => void;
}

export interface LargeLineFigures extends LargeLineResult {
  name: string;
}

interface LargeLineCase {
  name: string;
  expected: string;
  cleaning: CleaningOptions;
  /** What the line is made of, over and over. */
  words: string;
  /** Of the size that was asked for. */
  share: number;
}

const sentence = 'All work and no play makes a dull text, it seems to me. ';

/** All steps that may hold a line or a document back. */
const thorough: CleaningOptions = {
  ...defaultCleaning,
  ...{ form: 'NFKC', fullWidth: true, controls: true, blanks: true, emptyLines: true },
  ...{ lowerCase: true, hyphenation: true, pageNumbers: true, gutenberg: true },
  ...{ repeatedDocuments: true, repeatedLines: true },
};

function single(name: string, expected = 'corpus'): LargeLineCase {
  return { name, expected, cleaning: defaultCleaning, words: sentence, share: 1 };
}

const cases: readonly LargeLineCase[] = [
  single('line.txt'),
  single('line.md'),
  single('line.html'),
  single('line.jsonl', 'corpus-unsafe'),
  single('line.csv', 'corpus-unsafe'),
  { ...single('thorough.txt'), cleaning: thorough, share: 0.25 },
  // What waits for a character that ends it; ordering marks takes time by the square of how many may belong together.
  { ...single('marks.txt'), cleaning: thorough, words: '\u0301\u0323', share: 0.02 },
  { ...single('blanks.txt', 'corpus-empty'), cleaning: thorough, words: ' \t', share: 0.25 },
  { ...single('hyphens.txt'), cleaning: thorough, words: 'hyphen-', share: 0.25 },
];

const pieceBytes = 1 << 20;

/** Reads the line in every way; what is wrong is in the faults. */
export async function readLargeLine(
  options: LargeLineOptions,
): Promise<{ figures: LargeLineFigures[]; faults: string[] }> {
  const { scripts, folder, sizeBytes, onCase } = options;
  const figures: LargeLineFigures[] = [];
  const faults: string[] = [];
  for (const { name, expected, cleaning, words, share } of cases) {
    onCase?.(name);
    const path = join(folder, name);
    const home = join(folder, `home-${name}`);
    await mkdir(home);
    await writeLine(path, words, sizeBytes * share);
    const job: LargeLineJob = { home, path, name, cleaning, readingScript: scripts.reading };
    const result = await readOnce(scripts.largeLine, job);
    await Promise.all([rm(path), rm(home, { recursive: true })]);
    figures.push({ name, ...result });
    const tell = (fault: string) => faults.push(`${name}: ${fault}`);
    if (result.result !== expected) tell(`${result.result} came of it (${result.message})`);
    if (result.strays.length > 0) tell(`it leaves ${result.strays.join()} behind`);
    if (result.message !== '' && !result.message.includes(name)) tell(result.message);
  }
  return { figures, faults };
}

async function writeLine(path: string, words: string, sizeBytes: number): Promise<void> {
  const piece = Buffer.from(words.repeat(Math.ceil(pieceBytes / Buffer.byteLength(words))));
  await pipeline(
    Readable.from(
      (function* () {
        for (let left = sizeBytes; left > 0; left -= piece.length) {
          yield piece;
        }
      })(),
    ),
    createWriteStream(path),
  );
}

async function readOnce(script: string, job: LargeLineJob): Promise<LargeLineResult> {
  const child = fork(script, [JSON.stringify(job)], { execArgv: [] });
  let result: LargeLineResult | null = null;
  child.on('message', (message) => (result = message as LargeLineResult));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  const nothing = { characters: 0, previewMs: 0, importMs: 0, peakBytes: 0, strays: [] };
  return result ?? { result: 'crash', message: String(signal ?? code), ...nothing };
}
