// Puts together lines that were broken for a page or a screen.

const dense = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\u3000-\\u303f\\uff00-\\uff60';
const endsDense = new RegExp(`[${dense}]$`, 'u');
const startsDense = new RegExp(`^[${dense}]`, 'u');

/** Chinese and Japanese have no blank where a line ends. */
export function joinLines(first: string, second: string): string {
  if (first === '' || second === '') return first + second;
  return endsDense.test(first) && startsDense.test(second) ? first + second : `${first} ${second}`;
}
