// Files of ids made of plain lists, for tests.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  encodeIdHeader,
  idArrays,
  openIdFile,
  type BytesPerId,
  type IdFile,
} from '../../app/corpus/id-file.ts';
import { temporaryFolder } from './fixtures.ts';

export async function writeIdFile(
  ids: readonly number[],
  bytesPerId: BytesPerId = 2,
): Promise<string> {
  const path = join(await temporaryFolder(), 'ids');
  const body = idArrays[bytesPerId].from(ids);
  const header = encodeIdHeader(ids.length, bytesPerId);
  await writeFile(path, Buffer.concat([header, new Uint8Array(body.buffer)]));
  return path;
}

export async function idFile(ids: readonly number[], bytesPerId: BytesPerId = 2): Promise<IdFile> {
  const file = openIdFile(await writeIdFile(ids, bytesPerId));
  onTestFinished(() => file.close());
  return file;
}
