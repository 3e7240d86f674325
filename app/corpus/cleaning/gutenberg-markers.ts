// The lines by which Project Gutenberg marks where a book begins and ends: the form of today and those since 1993,
// in the languages that have had their own.

const project = 'Proje[ck]t|Projet|Proyecto|Projeto|Progetto|Projektet';

const startOfBook =
  /^\s*\*{2,3}\s*(?:START|BEGINN?|D[ÉE]BUT|IN[IÍ]CIO|INIZIO|ALKU)\b.{0,160}GUTENBERG/iu;
/** Until 2003 the licence stood in front, as "small print"; its last line was the header's. */
const endOfSmallPrint = /^\s*\*+\s*END\s?\*?\s?THE SMALL PRINT/i;

const starredEnd =
  /^\s*\*{2,3}\s*(?:ENDE?|FIN|FIM|FINE|EINDE|SLUT|LOPPU|KONIEC)(?![\p{L}]).{0,160}GUTENBERG/iu;
const spokenEnd = new RegExp(
  '^\\s*(?:(?:this is )?the )?(?:end of|ende d\\p{L}+|fin d\\p{L}+|fim d\\p{L}+|fine d\\p{L}+|einde van|slut p[åa])\\s' +
    `.{0,40}?(?:${project})\\s+Gutenberg(['’]?s)?(?!\\p{L})\\s*` +
    // What it calls the file: etext, EBook, Etextes.
    '(e-?text\\p{L}*|e-?book\\p{L}*|edition|text)?(?!\\p{L})(.*)',
  'iu',
);
/** Between what the file is called and the title. */
const beforeTitle = /^(?:of|von|d[eu]|van|af|av)\s/iu;
const author = /,\s*(?:by|von|par|por|di|door|af|av)\s/iu;

const credit =
  /^\s*\[?(?:(?:this |the )?e-?(?:text|book)(?: was)? )?(?:produced|prepared|transcribed|scanned|created|digitized|proofread)\b.{0,40}\b(?:by|from)\b/i;
const creditHeading =
  /^\s*(?:credits:|updated editions? |html version by|\[?transcribers?['’]s? note by)/i;

const licenceEnd = /subscribe to our email newsletter to hear about new e-?books/i;

/** Whether a line ends the header of today; the book stands behind it. */
export function isStartOfBook(line: string): boolean {
  return startOfBook.test(line);
}

/** Whether a line ends a header of any age. */
export function isStart(line: string): boolean {
  return startOfBook.test(line) || endOfSmallPrint.test(line);
}

/** Whether a line says that the book is over. */
export function isEnd(line: string): boolean {
  return starredEnd.test(line) || isSpokenEnd(line);
}

/** A sentence may begin as the marker does; the marker goes on with a title, or not at all. */
function isSpokenEnd(line: string): boolean {
  const parts = spokenEnd.exec(line);
  if (parts === null) return false;
  const [, possessive, file] = parts;
  const rest = (parts[3] ?? '').trim();
  if (!/[\p{L}\p{N}]/u.test(rest)) return true;
  if (possessive === undefined && file === undefined) return false;
  return !/^\p{Ll}/u.test(rest) || beforeTitle.test(rest) || author.test(rest);
}

/** Whether a marker ends on its line: long titles go on in the next one. */
export function endsMarker(line: string): boolean {
  return !line.trimStart().startsWith('***') || /\*\s*$/.test(line.slice(3));
}

/** Whether a paragraph behind the start's marker says who made the file. */
export function isCredit(line: string): boolean {
  return credit.test(line) || creditHeading.test(line);
}

/** Whether a line is the licence's last. */
export function isLicenceEnd(line: string): boolean {
  return licenceEnd.test(line);
}
