// Documents that other programs made give the text that stands beside them (golden/make-golden.py).

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readDocx } from '../../../app/corpus/sources/containers/docx.ts';
import { readEpub } from '../../../app/corpus/sources/containers/epub.ts';
import { readHtml } from '../../../app/corpus/sources/markup/html.ts';
import type { FormatReader } from '../../../app/corpus/sources/source-piece.ts';
import { readFileWith } from './read-source.ts';

const golden = (name: string) => fileURLToPath(new URL(`golden/${name}`, import.meta.url));

test.each<[string, FormatReader]>([
  ['pandoc.html', readHtml],
  ['libreoffice.html', readHtml],
  ['pandoc-2.epub', readEpub],
  ['pandoc-3.epub', readEpub],
  ['ebooklib.epub', readEpub],
  ['pandoc.docx', readDocx],
  ['pandoc-changes.docx', readDocx],
  ['libreoffice.docx', readDocx],
  ['python-docx.docx', readDocx],
])('%s gives the expected text', async (name, reader) => {
  const { text } = await readFileWith(reader, golden(name));
  expect(text).toBe(await readFile(golden(`${name}.txt`), 'utf8'));
});
