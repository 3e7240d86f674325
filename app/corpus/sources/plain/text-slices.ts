// Cuts a text that is in memory as a whole into pieces, never through a surrogate pair.

/** UTF-16 units of a piece: what a reader gets of a file at a time. */
const sliceLength = 262_144;

/** The text in order; nothing for an empty one. */
export function* textSlices(text: string): Generator<string> {
  for (let at = 0; at < text.length;) {
    let end = Math.min(text.length, at + sliceLength);
    const last = text.charCodeAt(end - 1);
    if (last >= 0xd800 && last <= 0xdbff && end < text.length) end++;
    yield text.slice(at, end);
    at = end;
  }
}
