// The encoding that a marked-up file says it is in: by a byte order mark, an XML declaration or HTML's meta tag.
// Whether that is true is for others to find. Follows the HTML standard's prescan, and XML 1.0's appendix F.

import { encodings, type Encoding } from '../../../contract/corpus.ts';

/** Bytes in which a declaration is looked for; the standard's 1024 are less than some pages' first comment. */
export const declarationBytes = 8192;

export interface DeclaredEncoding {
  encoding: Encoding;
  /** A byte order mark, or NULs between the first tag's letters: no statement but the bytes themselves. */
  isCertain: boolean;
}

const marks: readonly { bytes: readonly number[]; encoding: Encoding }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
  { bytes: [0x3c, 0, 0x3f, 0], encoding: 'utf-16le' },
  { bytes: [0, 0x3c, 0, 0x3f], encoding: 'utf-16be' },
];

/** What a file's first bytes declare; null where they declare nothing, or nothing that is known. */
export function declaredEncoding(head: Uint8Array): DeclaredEncoding | null {
  const mark = marks.find(({ bytes }) => bytes.every((byte, at) => head[at] === byte));
  if (mark !== undefined) return { encoding: mark.encoding, isCertain: true };
  const text = Buffer.from(head.subarray(0, declarationBytes)).toString('latin1');
  const label =
    /^\s*<\?xml\s[^>]*?\sencoding\s*=\s*["']([\w.:-]{2,40})["']/.exec(text)?.[1] ??
    /<meta\s[^>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]{2,40})/i.exec(text)?.[1];
  const encoding = label === undefined ? null : encodingOfLabel(label);
  return encoding === null ? null : { encoding, isCertain: false };
}

/** The encoding that the web means by a label, if it is one of ours. */
function encodingOfLabel(label: string): Encoding | null {
  let name: string;
  try {
    name = new TextDecoder(label).encoding;
  } catch {
    // A label that the web does not know declares nothing.
    return null;
  }
  if (name === 'gbk') return 'gb18030';
  // Where the declaration can be read, two bytes a letter cannot be true.
  if (name.startsWith('utf-16')) return 'utf-8';
  return encodings.find((encoding) => encoding === name) ?? null;
}
