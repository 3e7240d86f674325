// A passage with what nobody sees made visible, so that before and after can be told apart. Pure.

/** The sign that stands for each character that cannot be seen. */
const signs: Readonly<Record<string, string>> = {
  '\n': '↵\n',
  '\r': '␍',
  '\t': '⇥',
  '\u00a0': '⍽',
  '\u2028': '⤶',
  '\u2029': '¶',
};

/** Control characters and those without width or shape, as their code: ⟨200B⟩. */
const invisible = /[\p{Cc}\p{Cf}\u00a0\u2028\u2029]/gu;

/** The passage; blanks show as dots where several follow each other, or where a line ends. */
export function withMarks(passage: string): string {
  return passage
    .replace(/ {2,}| +(?=[\r\n]|$)/g, (blanks) => '·'.repeat(blanks.length))
    .replace(invisible, (character) => signs[character] ?? codeOf(character));
}

function codeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `⟨${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
