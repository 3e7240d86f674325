// What an ASCII character costs in bits in a text of any language: roughly its share in English prose. Every
// encoding is charged alike, so that only characters beyond ASCII, and bytes taken by them, tell encodings apart.

/** Bits for a byte or unit that no encoding defines there, and for one that stands for nothing. */
export const undefinedCost = 30;
/** A NUL says that this is no text; other control characters say so more softly. */
const nulCost = 60;
const controlCost = 30;

/** Bits by ASCII code. */
export const asciiCosts = Uint8Array.from({ length: 128 }, (_, code) =>
  asciiCost(String.fromCharCode(code)),
);

function asciiCost(character: string): number {
  if (character === ' ') return 3;
  if ('etaoinshr'.includes(character)) return 4;
  if ('dlucmfwygpbvk'.includes(character)) return 6;
  if (/[a-z]/.test(character)) return 9;
  if (/[A-Z0-9]/.test(character)) return 8;
  if ('.,\n'.includes(character)) return 6;
  if ('\'"-\r\t?!:;()'.includes(character)) return 8;
  if (character === '\0') return nulCost;
  return character < ' ' || character === '\u007F' ? controlCost : 11;
}

/** Whether a code is a control character that no text holds: not a tab, a line end or a page break. */
export function isControl(code: number): boolean {
  return (code < 0x20 && !(code >= 0x09 && code <= 0x0d) && code !== 0x1b) || code === 0x7f;
}
