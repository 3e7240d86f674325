// Reads Word documents (.docx): the text, then its footnotes and endnotes without their numbers. Headers, footers
// and comments are left out; nothing outside the file is ever looked for.

import { ContainerParts, folderOf, resolvePart } from './container-parts.ts';
import { DocxText } from './docx-text.ts';
import { readEnds } from '../read-bytes.ts';
import { damagedError, noTextError } from '../source-errors.ts';
import type { ReaderContext, SourceFacts, SourceFile, SourcePiece } from '../source-piece.ts';
import { forEachXmlElement } from '../markup/xml-elements.ts';

/** How Microsoft's older containers begin; an encrypted .docx is wrapped in one. */
const oldContainer = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const relationshipsPart = '_rels/.rels';
const usualPart = 'word/document.xml';

/** Reads a document, which is one. */
export async function* readDocx(
  file: SourceFile,
  context: ReaderContext,
): AsyncGenerator<SourcePiece, SourceFacts> {
  await refuseOldContainer(file);
  const parts = await ContainerParts.open(file, context);
  try {
    const main = await findMain(file.name, parts);
    const folder = folderOf(main);
    const notes = ['footnotes.xml', 'endnotes.xml'].map((name) => resolvePart(folder, name) ?? '');
    let isFirst = true;
    let hasText = false;
    for (const part of [main, ...notes.filter((note) => parts.has(note))]) {
      for await (const text of readPart(file.name, parts, { part, isNotes: part !== main })) {
        yield { text, doneBytes: parts.doneBytes, ...(isFirst ? { document: '' } : {}) };
        isFirst = false;
        hasText ||= /\S/.test(text);
      }
    }
    if (!hasText) throw noTextError(file.name, 'its pages hold no words', emptyAdvice);
    yield { text: '', doneBytes: file.sizeBytes };
    return parts.facts();
  } finally {
    await parts.close();
  }
}

const emptyAdvice = 'Its pages may be pictures; choose a document whose text can be selected.';

async function* readPart(
  name: string,
  parts: ContainerParts,
  { part, isNotes }: { part: string; isNotes: boolean },
): AsyncGenerator<string> {
  const document = new DocxText({ source: name, isNotes });
  for await (const markup of parts.text(part)) {
    const text = document.push(markup);
    if (text !== '') yield text;
  }
  const rest = document.finish();
  if (rest !== '') yield rest;
  if (!document.hasBody) throw damagedError(name, `"${part}" inside it is not a Word text`);
}

/** The part that is the document itself; some programs give it another name than the usual one. */
async function findMain(name: string, parts: ContainerParts): Promise<string> {
  const named = parts.has(relationshipsPart)
    ? findMainTarget(await parts.whole(relationshipsPart), name)
    : null;
  const part = named !== null && parts.has(named) ? named : usualPart;
  if (parts.has(part)) return part;
  throw damagedError(name, `the text of a Word document ("${usualPart}") is missing in it`);
}

function findMainTarget(relationships: string, source: string): string | null {
  let found: string | null = null;
  const attributes = ['Type', 'Target', 'TargetMode'];
  forEachXmlElement(relationships, { source, attributes }, (name, values) => {
    const isMain = values.get('Type')?.endsWith('/officeDocument') === true;
    if (name !== 'Relationship' || !isMain || values.get('TargetMode') === 'External') return;
    found ??= resolvePart('', values.get('Target') ?? '');
  });
  return found;
}

async function refuseOldContainer(file: SourceFile): Promise<void> {
  const { head } = await readEnds(file, oldContainer.length);
  if (!oldContainer.equals(head)) return;
  throw noTextError(
    file.name,
    'it is a Word document with a password, or of the old kind (.doc)',
    'Open it in Word or LibreOffice and save it as .docx without a password.',
  );
}
