// Where a text may be cut without cutting a character in two.

/** `end`, or the place before it where a pair of surrogates would be divided; the text's end at most. */
export function wholeCharacters(text: string, end: number): number {
  if (end >= text.length) return text.length;
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}

/** The first so many UTF-16 units of a text, or one less. */
export function beginningOf(text: string, units: number): string {
  return text.slice(0, wholeCharacters(text, units));
}
