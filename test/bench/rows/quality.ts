// quality-3: the validation loss that `charloom train --minutes 3` reaches, as a person would run it.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { bundlesFolder } from '../places.ts';
import type { Row } from '../row.ts';

/** tiny-shakespeare, the text that the published figures are for, by its hash. */
const tinyShakespeare = '86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed';
/** Kneser-Ney counting, 7-grams, on its last tenth. */
const countingLoss = 1.5165;

/** Trains on a file, else on the sample text that Charloom ships. */
export async function measureQuality(minutes: number, data: string | null): Promise<Row> {
  const text = data ?? (await sampleText());
  const home = await mkdtemp(join(tmpdir(), 'charloom-quality-'));
  try {
    const startedAt = performance.now();
    const loss = await train(text, minutes, home);
    const seconds = (performance.now() - startedAt) / 1000;
    const hasPeer = (await hashOf(text)) === tinyShakespeare;
    return {
      row: `quality-${minutes}`,
      value: loss,
      unit: 'nats a character',
      low: loss,
      high: loss,
      ...(hasPeer
        ? {
            peer: countingLoss,
            peerName: 'counting (Kneser-Ney 7-gram)',
            ratio: countingLoss / loss,
          }
        : {}),
      remark: `${hasPeer ? 'tiny-shakespeare' : (data ?? 'the sample text')}, ${seconds.toFixed(0)} s in all`,
      versions: {},
    };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function train(text: string, minutes: number, home: string): Promise<number> {
  const child = spawn(
    process.execPath,
    [join(bundlesFolder, 'terminal.js'), 'train', text, '--minutes', String(minutes), '--json'],
    { env: { ...process.env, CHARLOOM_HOME: home }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let loss: number | null = null;
  for await (const line of createInterface(child.stdout)) {
    const event = JSON.parse(line) as { type: string; bestValidationLoss?: number };
    if (event.type === 'done') loss = event.bestValidationLoss ?? null;
  }
  if (loss === null) throw new Error('The training ended without a validation loss.');
  return loss;
}

async function sampleText(): Promise<string> {
  const folder = join(bundlesFolder, 'samples');
  const manifest = JSON.parse(await readFile(join(folder, 'samples.json'), 'utf8')) as {
    samples: { file: string; language: string }[];
  };
  const english = manifest.samples.find(({ language }) => language === 'en');
  if (!english) throw new Error('No sample text is there: name a text with --data FILE.');
  return join(folder, english.file);
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
