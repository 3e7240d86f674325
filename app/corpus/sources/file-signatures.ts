// How files begin that are no text, or no text that is read here, with what each seems to be and what to do with it.

import { chooseAnother } from './source-errors.ts';

export interface Refusal {
  seemsToBe: string;
  advice: string;
}

interface Signature extends Refusal {
  /** Of the file's first bytes, each as one character. */
  pattern: RegExp;
}

const convertToEpub = 'Convert it to EPUB, for instance with Calibre, and choose that.';
const saveAsWord = 'Open it in a word processor, save it as .docx or plain text and choose that.';
const unpack = 'Unpack it and choose the files in it.';
const exportTable = 'Export its texts as CSV or JSONL and choose that.';
const recognise = 'If it shows text, have the text recognised (OCR) and choose that.';
const transcribe = 'If there are subtitles or a transcript of it, choose those.';

// Marks that could also open a text are followed here by what cannot.
const signatures: readonly Signature[] = [
  sign(/^\x89PNG\r\n/, 'a picture (PNG)', recognise),
  sign(/^\xff\xd8\xff/, 'a picture (JPEG)', recognise),
  sign(/^GIF8[79]a/, 'a picture (GIF)', recognise),
  sign(/^(?:II\*\0|MM\0\*)/, 'a picture (TIFF)', recognise),
  sign(/^BM.{4}\0\0\0\0/s, 'a picture (BMP)', recognise),
  sign(/^RIFF.{4}WEBP/s, 'a picture (WebP)', recognise),
  sign(/^\0\0.{2}ftyp(?:heic|heix|mif1|avif)/s, 'a picture (HEIF)', recognise),
  sign(/^\0\0[\x01\x02]\0[\x01-\xff]\0/, 'an icon', recognise),
  sign(/^AT&TFORM/, 'a DjVu document', recognise),
  sign(/^.{4}ftyp/s, 'a film or sound (MP4)', transcribe),
  sign(/^RIFF.{4}(?:WAVE|AVI )/s, 'a film or sound', transcribe),
  sign(/^\x1aE\xdf\xa3/, 'a film (Matroska)', transcribe),
  sign(/^(?:ID3[\x02-\x04]|\xff[\xfb\xf3\xf2])/, 'sound (MP3)', transcribe),
  sign(/^(?:OggS\0|fLaC)/, 'sound', transcribe),
  sign(/^\x1f\x8b\x08/, 'compressed (gzip)', unpack),
  sign(/^BZh[1-9]1AY&SY/, 'compressed (bzip2)', unpack),
  sign(/^\xfd7zXZ\0/, 'compressed (xz)', unpack),
  sign(/^\x28\xb5\x2f\xfd/, 'compressed (zstd)', unpack),
  sign(/^7z\xbc\xaf\x27\x1c/, 'a 7z archive', unpack),
  sign(/^Rar!\x1a\x07/, 'a RAR archive', unpack),
  sign(/^.{257}ustar/s, 'a tar archive', unpack),
  sign(/^SQLite format 3\0/, 'a database (SQLite)', exportTable),
  sign(/^PAR1/, 'a table (Parquet)', exportTable),
  sign(/^\x89HDF\r\n/, 'a data file (HDF5)', exportTable),
  sign(/^\{\\rtf/, 'a Rich Text document (.rtf)', saveAsWord),
  sign(/^\xdbXFWPC|^\xffWPC/, 'a WordPerfect document', saveAsWord),
  sign(/^.{60}(?:BOOKMOBI|TEXtREAd)/s, 'a Kindle or Palm book', convertToEpub),
  sign(/^(?:ITSF|ITOLITLS)/, 'a compiled book or help file', convertToEpub),
  sign(
    /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?<FictionBook/,
    'a FictionBook (.fb2)',
    convertToEpub,
  ),
  sign(/^%!PS-Adobe/, 'a PostScript document', 'Convert it to PDF and choose that.'),
  sign(
    /^(?:\x7fELF|MZ.{0,60}\0|\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe|\0asm)/s,
    'a program',
    chooseAnother,
  ),
  sign(/^(?:OTTO|true|wOFF|wOF2|\0\x01\0\0)\0?[^ -~]/, 'a font', chooseAnother),
];

function sign(pattern: RegExp, seemsToBe: string, advice: string): Signature {
  return { pattern, seemsToBe, advice };
}

/** What a file is that begins and ends like this, bytes as characters; null where it may be a text. */
export function startsLike(head: string, tail: string): Refusal | null {
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return oldOffice(head + tail);
  const found = signatures.find(({ pattern }) => pattern.test(head));
  return found === undefined ? null : { seemsToBe: found.seemsToBe, advice: found.advice };
}

/** Names inside stand in UTF-16. */
function oldOffice(text: string): Refusal {
  const has = (name: string) => text.includes([...name].join('\0'));
  if (has('EncryptedPackage')) {
    return {
      seemsToBe: 'an Office document behind a password',
      advice: 'Save it without a password and choose that.',
    };
  }
  const isWord = has('WordDocument');
  return { seemsToBe: `an old Office document${isWord ? ' (.doc)' : ''}`, advice: saveAsWord };
}
