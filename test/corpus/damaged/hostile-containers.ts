// EPUB and DOCX files that somebody made to do harm, and some that a program made wrongly: each with what has to
// become of it. Nothing of them may be written anywhere.

import type { ErrorCode } from '../../../app/contract/errors.ts';
import { bookEntries, chapter, listed, wordEntries } from '../sources/make-containers.ts';
import { makeZip, type ZipEntry } from '../sources/make-zip.ts';

export interface HostileFile {
  label: string;
  name: string;
  /** Made when it is asked for: some are large. */
  make: () => Buffer;
  /** What may become of it: a corpus, or errors of these codes. */
  expected: readonly (ErrorCode | 'corpus')[];
  /** Whether making or reading it takes more than a moment. */
  isLarge?: boolean;
}

const words = '<p>All work and no play makes a dull text.</p>'.repeat(20);
const good = chapter('one.xhtml', words);
const oneChapter = { manifest: listed('one', 'one.xhtml'), spine: '<itemref idref="one"/>' };
const paragraph = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
const megabytes = (count: number) => Buffer.alloc(count * 2 ** 20, 'a');

function book(label: string, files: ZipEntry[], expected: HostileFile['expected']): HostileFile {
  return {
    ...{ label: `an EPUB ${label}`, name: 'book.epub', expected },
    make: () => makeZip(bookEntries({ ...oneChapter, files })),
  };
}

function word(label: string, body: string, expected: HostileFile['expected']): HostileFile {
  return {
    ...{ label: `a DOCX ${label}`, name: 'letter.docx', expected },
    make: () => makeZip(wordEntries(body)),
  };
}

function zip(
  label: string,
  name: string,
  make: () => Buffer,
  expected: HostileFile['expected'],
  isLarge = false,
): HostileFile {
  return { label, name, make, expected, isLarge };
}

/** `outside` is a path that a file inside is called by and that must not come into being. */
export function hostileContainers(outside: string): HostileFile[] {
  return [...leadingOut(outside), ...bombs(), ...wrongBooks(), ...wrongLetters(), ...wrongZips()];
}

function leadingOut(outside: string): HostileFile[] {
  const names = [`../../../..${outside}`, '../evil.txt', outside, 'C:\\evil.txt', '..\\evil.txt'];
  return names.flatMap((name) => [
    book(`with a file called ${name}`, [{ name, content: 'evil' }, good], ['corpus-unsafe']),
    zip(
      `a DOCX with a file called ${name}`,
      'letter.docx',
      () => makeZip(wordEntries(paragraph('evil'), [{ name, content: 'evil' }])),
      ['corpus-unsafe'],
    ),
  ]);
}

function bombs(): HostileFile[] {
  const bomb = () => ({ name: 'book/one.xhtml', content: megabytes(20) });
  return [
    zip(
      'an EPUB with a chapter of 20 MB that is a thousandth of that',
      'bomb.epub',
      () => makeZip(bookEntries({ ...oneChapter, files: [bomb()] })),
      ['corpus-unsafe'],
    ),
    zip(
      'an EPUB whose chapters are all one bomb',
      'bomb.epub',
      () => {
        const ids = Array.from({ length: 30 }, (_, at) => `c${at}`);
        const manifest = ids.map((id) => listed(id, `${id}.xhtml`)).join('');
        const spine = ids.map((id) => `<itemref idref="${id}"/>`).join('');
        const content = Buffer.alloc(2 ** 20, '<b>');
        const files = ids.map((id) => ({ name: `book/${id}.xhtml`, content }));
        return makeZip(bookEntries({ manifest, spine, files }));
      },
      ['corpus-unsafe', 'corpus-no-text'],
      true,
    ),
    zip(
      'an EPUB whose package is a bomb',
      'bomb.epub',
      () =>
        makeZip([
          ...bookEntries({ ...oneChapter, files: [] }).slice(0, 2),
          { name: 'book/package.opf', content: megabytes(20) },
        ]),
      ['corpus-unsafe'],
    ),
    zip(
      'a DOCX that is a bomb',
      'bomb.docx',
      () => makeZip([{ name: 'word/document.xml', content: megabytes(20) }]),
      ['corpus-unsafe'],
    ),
    zip(
      'a DOCX whose relationships are a bomb',
      'bomb.docx',
      () => makeZip(wordEntries(paragraph('x'), [{ name: '_rels/.rels', content: megabytes(20) }])),
      ['corpus-unsafe'],
    ),
    zip(
      'a DOCX that says it is short and is not',
      'bomb.docx',
      () => makeZip([{ name: 'word/document.xml', content: megabytes(8), claimedSize: 100 }]),
      ['corpus-damaged'],
    ),
    zip(
      'an EPUB with 30,000 files inside',
      'bomb.epub',
      () => {
        const files = Array.from({ length: 30_000 }, (_, at) => ({
          name: `f${at}`,
          content: '',
          isStored: true,
        }));
        return makeZip(bookEntries({ ...oneChapter, files: [good, ...files] }));
      },
      ['corpus-unsafe'],
      true,
    ),
  ];
}

function wrongBooks(): HostileFile[] {
  const entities = Array.from(
    { length: 9 },
    (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`,
  ).join('');
  const laughs = `<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "ha">${entities}]>`;
  return [
    zip(
      'an EPUB with no spine',
      'book.epub',
      () => makeZip(bookEntries({ manifest: oneChapter.manifest, spine: '', files: [good] })),
      ['corpus-damaged'],
    ),
    zip(
      'an EPUB whose spine names what its manifest does not',
      'book.epub',
      () => makeZip(bookEntries({ ...oneChapter, spine: '<itemref idref="two"/>', files: [good] })),
      ['corpus-damaged', 'corpus-no-text'],
    ),
    zip(
      'an EPUB of nothing but its mark',
      'book.epub',
      () => makeZip([{ name: 'mimetype', content: 'application/epub+zip', isStored: true }]),
      ['corpus-damaged'],
    ),
    zip(
      'an EPUB whose container names itself',
      'book.epub',
      () =>
        makeZip([
          {
            name: 'META-INF/container.xml',
            content: '<container><rootfile full-path="META-INF/container.xml"/></container>',
          },
        ]),
      ['corpus-damaged'],
    ),
    book('whose chapter is missing', [], ['corpus-damaged']),
    book('of pictures', [chapter('one.xhtml', '<img src="p.png"/>')], ['corpus-no-text']),
    book(
      'with a chapter of NULs',
      [{ name: 'book/one.xhtml', content: Buffer.alloc(5000) }],
      [...(['corpus-binary', 'corpus-damaged', 'corpus-no-text'] as const)],
    ),
    book(
      'whose entities multiply a billion times',
      [{ name: 'book/one.xhtml', content: `${laughs}<html><body>&e9;${words}</body></html>` }],
      ['corpus'],
    ),
    book(
      'that asks for a file outside',
      [
        {
          name: 'book/one.xhtml',
          content: `<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body>&x;${words}</body></html>`,
        },
      ],
      ['corpus'],
    ),
    book(
      'nested a hundred thousand deep',
      [chapter('one.xhtml', `${'<div>'.repeat(100_000)}${words}`)],
      ['corpus'],
    ),
    book(
      'with characters that are none',
      [
        chapter(
          'one.xhtml',
          `${words}<p>&#0; &#xD800; &#x110000; &#xFFFFFFFFFF; &#1; &nothing;</p>`,
        ),
      ],
      ['corpus'],
    ),
    book(
      'with a tag of a megabyte and more',
      [chapter('one.xhtml', `${words}<p class="${'x'.repeat(3_000_000)}">${words}`)],
      ['corpus', 'corpus-unsafe'],
    ),
    book(
      'with half a character in a chapter',
      [
        {
          name: 'book/one.xhtml',
          content: Buffer.concat([Buffer.from(`<html>${words}`), Buffer.from([0xe4, 0xb8])]),
        },
      ],
      ['corpus-undecodable'],
    ),
    zip(
      'an EPUB whose chapter is itself a hundred times',
      'book.epub',
      () => {
        const spine = '<itemref idref="one"/>'.repeat(100);
        return makeZip(bookEntries({ ...oneChapter, spine, files: [good] }));
      },
      ['corpus'],
    ),
  ];
}

function wrongLetters(): HostileFile[] {
  return [
    word('without words', '<w:p/>', ['corpus-no-text']),
    word('with characters that are none', paragraph(`a&#0;b&#xD800;c&#1;${'x '.repeat(300)}`), [
      'corpus',
    ]),
    word('nested deep', `${'<w:tbl><w:tr><w:tc>'.repeat(50_000)}${paragraph('deep')}`, ['corpus']),
    word('of unending properties', `<w:p><w:pPr>${'<w:pPr>'.repeat(50_000)}`, ['corpus-no-text']),
    zip(
      'a DOCX that says its text lies outside',
      'letter.docx',
      () =>
        makeZip(
          wordEntries(paragraph('inside'), [
            {
              name: '_rels/.rels',
              content:
                '<Relationships><Relationship Type="x/officeDocument" Target="../../../etc/passwd"/></Relationships>',
            },
          ]),
        ),
      ['corpus'],
    ),
    zip(
      'a DOCX without its text',
      'letter.docx',
      () => makeZip([{ name: '[Content_Types].xml', content: 'word/document.xml' }]),
      ['corpus-damaged'],
    ),
  ];
}

function wrongZips(): HostileFile[] {
  const right = () => makeZip(bookEntries({ ...oneChapter, files: [good] }));
  const changed = (change: (bytes: Buffer, end: number) => void) => () => {
    const bytes = right();
    change(bytes, bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1'));
    return bytes;
  };
  const damaged: HostileFile['expected'] = ['corpus-damaged', 'corpus-unsafe'];
  return [
    zip('an empty zip', 'book.epub', () => makeZip([]), ['corpus-damaged', 'corpus-binary']),
    zip('a zip of a zip', 'book.epub', () => makeZip([{ name: 'b.epub', content: right() }]), [
      ...(['corpus-damaged', 'corpus-binary'] as const),
    ]),
    zip(
      'an EPUB with two files of one name',
      'book.epub',
      () => makeZip(bookEntries({ ...oneChapter, files: [good, good] })),
      ['corpus'],
    ),
    zip(
      'an EPUB behind a password',
      'book.epub',
      () => makeZip(bookEntries({ ...oneChapter, files: [{ ...good, isEncrypted: true }] })),
      ['corpus-no-text'],
    ),
    zip(
      'an EPUB packed in an unknown way',
      'book.epub',
      () => makeZip(bookEntries({ ...oneChapter, files: [{ ...good, method: 99 }] })),
      damaged,
    ),
    zip(
      'an EPUB with a wrong checksum',
      'book.epub',
      () => makeZip(bookEntries({ ...oneChapter, files: [{ ...good, claimedChecksum: 1 }] })),
      damaged,
    ),
    zip(
      'an EPUB that says it has more files than it has',
      'book.epub',
      changed((bytes, end) => bytes.writeUInt16LE(60_000, end + 10)),
      damaged,
    ),
    zip(
      'an EPUB whose directory is said to lie beyond its end',
      'book.epub',
      changed((bytes, end) => bytes.writeUInt32LE(0xfffffff0, end + 16)),
      damaged,
    ),
    zip(
      'an EPUB whose directory is said to lie in itself',
      'book.epub',
      changed((bytes, end) => bytes.writeUInt32LE(end, end + 16)),
      damaged,
    ),
    zip(
      'an EPUB with something before and behind it',
      'book.epub',
      () => Buffer.concat([Buffer.from('PK\x03\x04'), right(), Buffer.alloc(100_000, 'x')]),
      damaged,
    ),
  ];
}
