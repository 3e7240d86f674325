// Character references as HTML writes them (&eacute; &#39; &#x4e2d;) in texts that are not HTML as a whole, such as
// Markdown and subtitles. What is none stays as it stands.

import { MarkupTokens } from './markup-tokens.ts';

const reference = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z][a-zA-Z\d]{1,31}));/g;

/** Names that have been looked up and mean something: HTML has some two thousand. */
const known = new Map<string, string>();

/** The text with the characters in place of references to them. */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(reference, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return known.get(whole) ?? lookUp(whole);
    return character(decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal)) ?? whole;
  });
}

function lookUp(whole: string): string {
  let text = '';
  const nothing = () => undefined;
  const handler = { open: nothing, close: nothing, text: (part: string) => void (text += part) };
  const tokens = new MarkupTokens(handler, { source: '', syntax: 'html', attributes: new Set() });
  tokens.push(whole);
  tokens.finish();
  // Old names need no semicolon in HTML, so that the beginning of an unknown one may be known.
  if (text.length > 1 && text.endsWith(';')) return whole;
  known.set(whole, text);
  return text;
}

function character(codePoint: number): string | null {
  const isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
  return codePoint === 0 || codePoint > 0x10ffff || isSurrogate
    ? null
    : String.fromCodePoint(codePoint);
}
