// What a line looks like that holds a page's number alone, and how sure that is. Knows nothing of the lines around.

/** `certain`: nothing else is written so. `bare`: may as well number a chapter or a verse. */
export type PageNumberForm =
  { kind: 'certain' } | { kind: 'bare'; style: 'arabic' | 'roman' | 'bracketed'; value: number };

/** No form is longer. */
const longestForm = 48;

const digits = '[0-9\\uff10-\\uff19]{1,5}';
const roman = '[ivxlc]{1,12}';
const chineseDigits = '[〇零一二三四五六七八九十百千]{1,9}';
const numeral = `(?:${digits}|${roman})`;

/** "page" in the languages whose books one meets, written out or cut short with a point. */
const words =
  '(?:pages?|pg|seite|página|pagina|pág|pag|стр|страница|strona|strana|str|sida|side|sivu|oldal|sayfa|' +
  'trang|halaman|σελίδα|σελ|\\bp\\.|\\bs\\.)';
const of = '(?:of|/|von|sur|de|di|van|av|из|z)';
const total = `(?:\\s*${of}\\s*${digits})?`;

/** "- 12 -", with the same dash, dot or wave on both sides. */
const decorated = new RegExp(`^([-‐–—―－ー·•∙~～])\\1?\\s*(${numeral})\\s*\\1{1,2}$`);
const worded = new RegExp(`^[[(]?${words}\\.?\\s*(${numeral})${total}[\\])]?$`, 'i');
const chinese = new RegExp(
  `^[-—·(（【[]*\\s*第\\s*(?:${digits}|${chineseDigits})\\s*[页頁]` +
    `(?:\\s*[,，/／]?\\s*[共总總]\\s*${digits}\\s*[页頁])?\\s*[-—·)）】\\]]*$`,
);
const counted = new RegExp(`^${digits}\\s*(?:页|頁|ページ|쪽|페이지)$`);
const bracketed = new RegExp(
  `^(?:\\[\\s*(${digits})\\s*\\]|\\{\\s*(${digits})\\s*\\}|\\(\\s*(${digits})\\s*\\))$`,
);
const partOfTotal = new RegExp(`^(${digits})\\s*(?:/|／|of)\\s*${digits}$`);
const plain = new RegExp(`^${digits}$`);

/** The form of a line; null where it is no page's number. Form feeds and blanks around do not matter. */
export function pageNumberForm(line: string): PageNumberForm | null {
  if (line.length > longestForm) return null;
  const text = line.trim();
  if (text === '') return null;
  if (plain.test(text)) return { kind: 'bare', style: 'arabic', value: parseDigits(text) };
  const marked = (decorated.exec(text)?.[2] ?? worded.exec(text)?.[1])?.toLowerCase();
  if (marked !== undefined && isNumeral(marked)) return { kind: 'certain' };
  if (chinese.test(text) || counted.test(text)) return { kind: 'certain' };
  const inBrackets = bracketed.exec(text)?.slice(1).find(Boolean) ?? partOfTotal.exec(text)?.[1];
  if (inBrackets !== undefined) {
    return { kind: 'bare', style: 'bracketed', value: parseDigits(inBrackets) };
  }
  // Chapters and poems are numbered in capitals; small ones stand on the pages of a preface.
  const value = parseRoman(text);
  return value === null ? null : { kind: 'bare', style: 'roman', value };
}

function isNumeral(text: string): boolean {
  return !/^[a-z]/.test(text) || parseRoman(text) !== null;
}

function parseDigits(text: string): number {
  return Number(text.normalize('NFKC'));
}

/** Up to 399: no preface is longer, and larger ones are words (mix, did). */
const romanForm = /^c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$/;
const romanValues: Record<string, number> = { i: 1, v: 5, x: 10, l: 50, c: 100 };

function parseRoman(text: string): number | null {
  if (text === '' || !romanForm.test(text)) return null;
  let value = 0;
  let next = 0;
  for (const letter of [...text].reverse()) {
    const unit = romanValues[letter] ?? 0;
    value += unit < next ? -unit : unit;
    next = unit;
  }
  return value;
}
