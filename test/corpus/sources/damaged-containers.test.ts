// Documents of other programs with random damage: a text or a clear error each, and nothing else happens.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ErrorCode } from '../../../app/contract/errors.ts';
import { readDocx } from '../../../app/corpus/sources/containers/docx.ts';
import { readEpub } from '../../../app/corpus/sources/containers/epub.ts';
import { readHtml } from '../../../app/corpus/sources/markup/html.ts';
import type { FormatReader } from '../../../app/corpus/sources/source-piece.ts';
import { failureOf } from './read-source.ts';

const clear: readonly ErrorCode[] = [
  'corpus-binary',
  'corpus-damaged',
  'corpus-no-text',
  'corpus-undecodable',
  'corpus-unsafe',
];
const runs = Number(process.env.CHARLOOM_FUZZ_RUNS ?? 150);

/** Changes some bytes, cuts off the end, or doubles a part. */
function damage(whole: Buffer): fc.Arbitrary<Buffer> {
  const place = fc.nat(whole.length - 1);
  const changes = fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 30 });
  return fc.oneof(
    changes.map((bytes) => {
      const changed = Buffer.from(whole);
      for (const [at, byte] of bytes) changed[at] = byte;
      return changed;
    }),
    place.map((length) => whole.subarray(0, length)),
    fc.tuple(place, place).map(([at, from]) => {
      return Buffer.concat([whole.subarray(0, at), whole.subarray(from)]);
    }),
  );
}

test.each<[string, FormatReader]>([
  ['pandoc-3.epub', readEpub],
  ['pandoc.docx', readDocx],
  ['pandoc.html', readHtml],
])('%s, damaged anywhere, gives a text or a clear error', async (name, reader) => {
  const whole = await readFile(fileURLToPath(new URL(`golden/${name}`, import.meta.url)));
  const holds = fc.asyncProperty(damage(whole), async (bytes) => {
    const failure = await failureOf(reader, bytes);
    expect([null, ...clear]).toContain(failure?.code ?? null);
  });
  await fc.assert(holds, { numRuns: runs, seed: 5 });
});

test.each<[string, FormatReader]>([
  ['EPUB', readEpub],
  ['DOCX', readDocx],
  ['HTML', readHtml],
])('random bytes in the place of %s give a text or a clear error', async (_, reader) => {
  const bytes = fc.uint8Array({ maxLength: 3000 }).map((random) => {
    return Buffer.concat([Buffer.from(random.length % 2 === 0 ? 'PK\x03\x04' : ''), random]);
  });
  const holds = fc.asyncProperty(bytes, async (random) => {
    const failure = await failureOf(reader, random);
    expect([null, ...clear]).toContain(failure?.code ?? null);
  });
  await fc.assert(holds, { numRuns: runs, seed: 5 });
});
