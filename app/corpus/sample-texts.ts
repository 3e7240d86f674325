// The texts that Charloom brings along: whatever the manifest beside the bundles lists.
// Knows nothing of where they came from; build/samples.mjs puts them there.

import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { SampleText, SampleTextId } from '../contract/corpus.ts';
import { EngineError } from '../contract/errors.ts';
import type { TextInput } from './importing/text-input.ts';

/** One entry of samples.json: `file` and `notice` lie beside it. */
interface SampleEntry extends SampleText {
  file: string;
  notice: string;
}

/** Sample texts that are there, in the manifest's order; none without a manifest. */
export async function listSampleTexts(samplesFolder: string): Promise<SampleText[]> {
  const entries = await readManifest(samplesFolder);
  return entries.map(({ id, title, language, characters }) => ({
    id,
    title,
    language,
    characters,
  }));
}

/** A sample text as something to read; throws `sample-not-available` where it was not brought along. */
export async function openSampleText(samplesFolder: string, id: SampleTextId): Promise<TextInput> {
  const entry = (await readManifest(samplesFolder)).find((candidate) => candidate.id === id);
  if (entry === undefined) {
    throw new EngineError(
      'sample-not-available',
      `The sample text "${id}" is not part of this copy of Charloom. Choose another sample or a file of your own.`,
      { details: { sample: id } },
    );
  }
  const path = join(samplesFolder, entry.file);
  return { kind: 'file', name: entry.title, path, isLasting: false };
}

async function readManifest(samplesFolder: string): Promise<SampleEntry[]> {
  let text: string;
  try {
    text = await readFile(join(samplesFolder, 'samples.json'), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  const manifest = JSON.parse(text) as { samples: SampleEntry[] };
  const there: SampleEntry[] = [];
  for (const entry of manifest.samples) {
    const isPlainName = entry.file === basename(entry.file);
    const status = await stat(join(samplesFolder, entry.file)).catch(() => null);
    if (isPlainName && status?.isFile()) there.push(entry);
  }
  return there;
}
