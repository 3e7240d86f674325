// What a file is made of, by its first and last bytes, and by its name's ending where content leaves it open.
// Knows how formats begin, not how they are read; whether bytes are text at all is left to encoding detection.

import type { SourceFormat } from '../../contract/corpus.ts';
import { formatOfExtension } from '../../contract/text-files.ts';
import { startsLike } from './file-signatures.ts';

/** Bytes at each end that are looked at. */
export const endBytes = 65_536;

/** A format that can be read, or what a file seems to be instead and what to do with it. */
export type Identified =
  { format: SourceFormat } | { format: null; seemsToBe: string; advice: string };

/** Says what a file is. */
export function identifyFormat(head: Uint8Array, tail: Uint8Array, name: string): Identified {
  const opening = asciiOf(head);
  // Viewers accept some bytes before a PDF's mark.
  if (opening.slice(0, 1024).includes('%PDF-')) return { format: 'pdf' };
  if (opening.startsWith('PK\u0003\u0004') || opening.startsWith('PK\u0005\u0006')) {
    return identifyZip(opening + latin1(tail), name);
  }
  const refused = startsLike(latin1(head), latin1(tail));
  if (refused !== null) return { format: null, ...refused };
  return { format: identifyText(opening, name) };
}

/** Containers are told apart by the names of what is in them, which stand at both ends. */
function identifyZip(text: string, name: string): Identified {
  const has = (part: string) => text.includes(part);
  if (has('application/epub+zip') || has('META-INF/container.xml')) return { format: 'epub' };
  if (has('word/document.xml') || has('word/document2.xml')) return { format: 'docx' };
  const refuse = (seemsToBe: string, advice: string) => ({ format: null, seemsToBe, advice });
  if (has('opendocument.text')) {
    return refuse('an OpenDocument text (.odt)', 'Save it as .docx and choose that.');
  }
  if (has('opendocument.') || has('ppt/presentation.xml')) {
    return refuse('slides or a sheet', 'Save its text as .docx, .txt or .csv and choose that.');
  }
  if (has('xl/workbook')) {
    return refuse('an Excel sheet', 'Save it as .csv and choose that.');
  }
  // One that is cut off has lost the names of its parts; its reader says so.
  if (/\.epub$/i.test(name)) return { format: 'epub' };
  if (/\.docx$/i.test(name)) return { format: 'docx' };
  return refuse('a ZIP archive', 'Unpack it and choose the files in it.');
}

function identifyText(opening: string, name: string): SourceFormat {
  const text = opening.replace(/^\s+/, '');
  if (/^WEBVTT(?:\s|$)/.test(text)) return 'subtitles';
  if (/^\d+[ \t]*\r?\n[ \t]*\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}[ \t]*-->/.test(text)) return 'subtitles';
  if (
    /^(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^]{0,2000}?-->\s*)?<(?:!doctype\s+html|html)[\s>]/i.test(
      text,
    )
  ) {
    return 'html';
  }
  const byEnding = formatOfExtension.get(/\.([^.\\/]*)$/.exec(name)?.[1]?.toLowerCase() ?? '');
  return byEnding ?? (hasJsonLines(text) ? 'jsonl' : 'text');
}

/** Two whole lines that are objects each; one alone may be any JSON. */
function hasJsonLines(text: string): boolean {
  const lines = text.split('\n', 3);
  return lines.length === 3 && lines.slice(0, 2).every(isJsonObject);
}

function isJsonObject(line: string): boolean {
  if (!line.startsWith('{')) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** Bytes as the characters that they are in ASCII, without a byte order mark, and without UTF-16's NULs. */
function asciiOf(bytes: Uint8Array): string {
  const text = latin1(bytes).replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '');
  const isWide = /^(?:\0[\t-~]|[\t-~]\0){4}/.test(text);
  return isWide ? text.replaceAll('\0', '') : text;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
