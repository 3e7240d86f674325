// Reads EPUB books, version 2 and 3: the text of the chapters in reading order, as one document. Chapters that are
// listed but missing are passed over and counted; a book with none left, or locked, says so.

import { ContainerParts } from './container-parts.ts';
import { encryptedError } from './container-errors.ts';
import { findEncrypted, findPackage, readPackage } from './epub-package.ts';
import { HtmlText } from '../markup/html-text.ts';
import { damagedError, noTextError } from '../source-errors.ts';
import type { ReaderContext, SourceFacts, SourceFile, SourcePiece } from '../source-piece.ts';
import { TextFlow } from '../markup/text-flow.ts';

const containerPart = 'META-INF/container.xml';
const encryptionPart = 'META-INF/encryption.xml';

/** Reads a book, which is one document. */
export async function* readEpub(
  file: SourceFile,
  context: ReaderContext,
): AsyncGenerator<SourcePiece, SourceFacts> {
  const parts = await ContainerParts.open(file, context);
  try {
    const { chapters, missing } = await findChapters(file.name, parts);
    let isFirst = true;
    for await (const text of readChapters(file.name, parts, chapters)) {
      yield { text, doneBytes: parts.doneBytes, ...(isFirst ? { document: '' } : {}) };
      isFirst = false;
    }
    if (isFirst) throw noTextError(file.name, 'its chapters hold no words', pictureAdvice);
    yield { text: '\n', doneBytes: file.sizeBytes };
    return { ...parts.facts(), ...(missing > 0 ? { missingChapters: missing } : {}) };
  } finally {
    await parts.close();
  }
}

const pictureAdvice = 'Its pages may be pictures; choose an edition whose text can be selected.';

async function* readChapters(
  name: string,
  parts: ContainerParts,
  chapters: readonly string[],
): AsyncGenerator<string> {
  const flow = new TextFlow();
  for (const chapter of chapters) {
    const html = new HtmlText(name, { syntax: 'xhtml', flow });
    for await (const markup of parts.text(chapter)) {
      const text = html.push(markup);
      if (text !== '') yield text;
    }
    const rest = html.finish();
    if (rest !== '') yield rest;
  }
}

/** The parts that are there, in reading order, and how many are not. */
async function findChapters(
  name: string,
  parts: ContainerParts,
): Promise<{ chapters: string[]; missing: number }> {
  if (!parts.has(containerPart)) throw damagedError(name, `"${containerPart}" is missing in it`);
  const packagePart = findPackage(await parts.whole(containerPart), name);
  if (packagePart === null || !parts.has(packagePart)) {
    throw damagedError(name, 'the file that lists its chapters is missing in it');
  }
  const book = readPackage(await parts.whole(packagePart), packagePart, name);
  if (book.spineLength === 0) {
    throw damagedError(name, 'it does not say in which order to read its chapters (no spine)');
  }
  if (book.chapters.length === 0) {
    throw noTextError(name, 'nothing in its reading order is a text', pictureAdvice);
  }
  const chapters = book.chapters.filter((chapter) => parts.has(chapter));
  if (chapters.length === 0) {
    throw damagedError(name, `none of its ${book.chapters.length} chapters is in it`);
  }
  await refuseLocked(name, parts, chapters);
  return { chapters, missing: book.leadingNowhere + book.chapters.length - chapters.length };
}

async function refuseLocked(
  name: string,
  parts: ContainerParts,
  chapters: readonly string[],
): Promise<void> {
  if (!parts.has(encryptionPart)) return;
  const encrypted = findEncrypted(await parts.whole(encryptionPart), name);
  if (!chapters.some((chapter) => encrypted.has(chapter))) return;
  throw encryptedError(name, 'the book is protected against copying (DRM)');
}
