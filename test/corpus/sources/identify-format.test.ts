import { expect, test } from 'vitest';
import {
  formatOfExtension,
  reasonToSkip,
  textExtensions,
} from '../../../app/contract/text-files.ts';
import { identifyFormat } from '../../../app/corpus/sources/identify-format.ts';

function identify(content: string, name = 'a'): unknown {
  const bytes = Buffer.from(content, 'latin1');
  const identified = identifyFormat(bytes, bytes, name);
  return identified.format ?? identified.seemsToBe;
}

test.each([
  ['%PDF-1.7\n', 'a.txt', 'pdf'],
  ['PK\u0003\u0004........mimetypeapplication/epub+zip', 'a.zip', 'epub'],
  ['PK\u0003\u0004........[Content_Types].xml word/document.xml', 'a', 'docx'],
  ['PK\u0003\u0004 cut off', 'a.docx', 'docx'],
  ['\u00ef\u00bb\u00bf<!DOCTYPE html><p>', 'a.txt', 'html'],
  ['<?xml version="1.0"?>\n<html xmlns="x">', 'a', 'html'],
  ['<\0h\0t\0m\0l\0>\0', 'a', 'html'],
  ['<p>A part of a page', 'a.HTM', 'html'],
  ['WEBVTT\n\n', 'a.txt', 'subtitles'],
  ['1\r\n00:00:01,000 --> 00:00:02,000\r\nHello', 'a.txt', 'subtitles'],
  ['{"a":1}\n{"a":2}\n', 'a.txt', 'jsonl'],
  ['{"a":1}', 'a.jsonl', 'jsonl'],
  ['{\n "a": 1\n}\n', 'a.json', 'text'],
  ['a;b\n1;2\n', 'a.csv', 'csv'],
  ['# A', 'notes.MD', 'markdown'],
  ['BM is how this text begins, and MZ is in it', 'a.log', 'text'],
  ['1 0 obj', 'a.pdf', 'pdf'],
  ['A text', 'a.constructor', 'text'],
  ['', 'a.txt', 'text'],
])('%j named %s is %s', (content, name, format) => {
  expect(identify(content, name)).toBe(format);
});

test.each([
  ['\u0089PNG\r\n\u001a\n', 'a picture (PNG)'],
  ['\u00ff\u00d8\u00ff\u00e0', 'a picture (JPEG)'],
  ['PK\u0003\u0004........a.txt', 'a ZIP archive'],
  [
    'PK\u0003\u0004..mimetypeapplication/vnd.oasis.opendocument.text',
    'an OpenDocument text (.odt)',
  ],
  ['PK\u0003\u0004..xl/workbook.xml', 'an Excel sheet'],
  ['SQLite format 3\0', 'a database (SQLite)'],
  ['{\\rtf1\\ansi', 'a Rich Text document (.rtf)'],
  [`${'x'.repeat(60)}BOOKMOBI`, 'a Kindle or Palm book'],
  [
    `\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1..W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0`,
    'an old Office document (.doc)',
  ],
  [
    `\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1${[...'EncryptedPackage'].join('\0')}`,
    'an Office document behind a password',
  ],
  ['\u007fELF\u0002', 'a program'],
  ['ID3\u0004\0', 'sound (MP3)'],
  ['<?xml version="1.0"?><FictionBook xmlns="x">', 'a FictionBook (.fb2)'],
])('%j is %s', (content, seemsToBe) => {
  expect(identify(content, 'a.txt')).toBe(seemsToBe);
});

test('every ending that says what a file is, is one that a folder is searched for', () => {
  for (const [ending, format] of formatOfExtension) {
    expect(identify('Some words.', `a.${ending.toUpperCase()}`), ending).toBe(format);
    expect(reasonToSkip(`notes/a.${ending}`, 11), ending).toBeNull();
  }
  expect(textExtensions).toEqual(expect.arrayContaining(['txt', 'text', 'tab', 'mkd', 'mdown']));
});
