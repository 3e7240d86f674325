// EPUB books: order and choice of chapters, and books that are damaged, locked or built to do harm.

import { describe, expect, test } from 'vitest';
import { readEpub } from '../../../../app/corpus/sources/containers/epub.ts';
import { bookEntries, chapter, listed, type BookParts } from '../make-containers.ts';
import { makeZip, type ZipEntry } from '../make-zip.ts';
import { failureOf, readBytesWith } from '../read-source.ts';

const refer = (...ids: string[]) => ids.map((id) => `<itemref idref="${id}"/>`).join('');
const both = [chapter('a.xhtml', '<p>one'), chapter('b.xhtml', '<p>two</p>')];
const listedBoth = listed('a', 'a.xhtml') + listed('b', 'b.xhtml');

function bookOf(parts: Partial<BookParts>, more: readonly ZipEntry[] = []): Buffer {
  const all = { manifest: listedBoth, spine: refer('a', 'b'), files: both, ...parts };
  return makeZip([...bookEntries(all), ...more]);
}

async function textOf(parts: Partial<BookParts>, more: readonly ZipEntry[] = []): Promise<string> {
  return (await readBytesWith(readEpub, bookOf(parts, more))).text;
}

test('reads chapters in the order of the spine, as one document', async () => {
  const book = bookOf({ spine: refer('b', 'a') });
  const { text, pieces, facts } = await readBytesWith(readEpub, book);
  expect(text).toBe('two\n\none\n');
  expect(pieces.map(({ document }) => document)).toEqual([
    '',
    ...pieces.slice(1).map(() => undefined),
  ]);
  expect(pieces.at(-1)?.doneBytes).toBe(book.length);
  expect(facts.encoding).toBeNull();
});

test('reads a chapter once, however often it is listed', async () => {
  expect(await textOf({ spine: refer('a', 'b', 'a', 'a') })).toBe('one\n\ntwo\n');
});

test('finds chapters by escaped, dotted and foreign names', async () => {
  const files = [
    { ...chapter('', '<p>one</p>'), name: 'text/first part.xhtml' },
    { ...chapter('', '<p>two</p>'), name: 'book/中%.xhtml' },
  ];
  const manifest = listed('a', '../text/./first%20part.xhtml#start') + listed('b', '中%.xhtml');
  expect(await textOf({ manifest, files })).toBe('one\n\ntwo\n');
});

describe('leaves out', () => {
  test.each<[string, Partial<BookParts>]>([
    ['what stands outside the order', { spine: refer('a') + '<itemref idref="b" linear="no"/>' }],
    [
      'EPUB 3’s navigation',
      { manifest: listed('a', 'a.xhtml') + listed('b', 'b.xhtml', 'properties="x nav"') },
    ],
    [
      'EPUB 2’s list of contents',
      {
        spine: `${refer('a', 'b')}</spine><guide><reference type="toc" href="b.xhtml"/></guide><spine>`,
      },
    ],
    [
      'pictures',
      {
        manifest:
          listed('a', 'a.xhtml') + '<item id="b" href="b.xhtml" media-type="image/svg+xml"/>',
      },
    ],
    ['chapters that are missing', { files: both.slice(0, 1) }],
    ['chapters that nothing lists', { manifest: listed('a', 'a.xhtml') }],
    ['chapters elsewhere', { manifest: listed('a', 'a.xhtml') + listed('b', 'http://x/b.xhtml') }],
    ['chapters outside', { manifest: listed('a', 'a.xhtml') + listed('b', '../../book/b.xhtml') }],
  ])('%s', async (_, parts) => {
    expect(await textOf(parts)).toBe('one\n');
  });
});

test('takes a chapter’s word for its encoding, unless its bytes are UTF-8', async () => {
  const meta = '<html><head><meta charset="iso-8859-1"/></head><body><p>é</p></body></html>';
  const files = [
    { name: 'book/a.xhtml', content: meta },
    { name: 'book/b.xhtml', content: Buffer.from(meta, 'latin1') },
  ];
  expect(await textOf({ files })).toBe('é\n\né\n');
});

test('counts the chapters that it names and does not hold', async () => {
  const countOf = async (parts: Partial<BookParts>) =>
    (await readBytesWith(readEpub, bookOf(parts))).facts.missingChapters;
  expect(await countOf({})).toBeUndefined();
  expect(await countOf({ files: both.slice(0, 1) })).toBe(1);
  expect(await countOf({ manifest: listed('a', 'a.xhtml') })).toBe(1);
  const abroad = listed('a', 'a.xhtml') + listed('b', 'http://x/b.xhtml') + listed('c', 'c.xhtml');
  expect(await countOf({ manifest: abroad, spine: refer('a', 'b', 'c', 'd') })).toBe(3);
  const pictures = '<item id="b" href="b.xhtml" media-type="image/svg+xml"/>';
  expect(await countOf({ manifest: listed('a', 'a.xhtml') + pictures })).toBeUndefined();
  expect(await countOf({ spine: refer('a') + '<itemref idref="x" linear="no"/>' })).toBeUndefined();
});

test('reads what stands outside the order where there is nothing else', async () => {
  expect(await textOf({ spine: '<itemref idref="b" linear="no"/>' })).toBe('two\n');
});

test('keeps a text that has its list of contents in it', async () => {
  const guide = '</spine><guide><reference type="toc" href="a.xhtml#contents"/></guide><spine>';
  expect(await textOf({ spine: refer('a', 'b') + guide })).toBe('one\n\ntwo\n');
});

const lock = (algorithm: string) => ({
  name: 'META-INF/encryption.xml',
  content:
    `<encryption><enc:EncryptedData><enc:EncryptionMethod Algorithm="${algorithm}"/><enc:CipherData>` +
    '<enc:CipherReference URI="book/b.xhtml"/></enc:CipherData></enc:EncryptedData></encryption>',
});

test('says that a book is protected', async () => {
  const book = bookOf({}, [lock('http://www.w3.org/2001/04/xmlenc#aes256-cbc')]);
  expect(await failureOf(readEpub, book)).toEqual({
    code: 'corpus-no-text',
    message: expect.stringMatching(/protected against copying \(DRM\).*Choose a copy/) as string,
  });
});

test('reads a book whose fonts alone are disguised', async () => {
  expect(await textOf({}, [lock('http://www.idpf.org/2008/embedding')])).toBe('one\n\ntwo\n');
});

describe('says what is wrong with', () => {
  const bomb = chapter('a.xhtml', 'x'.repeat(40 * 2 ** 20));
  const withoutContainer = bookEntries({ manifest: '', spine: '', files: both }).filter(
    ({ name }) => !name.startsWith('META'),
  );
  const whole = bookOf({});
  const secondHalf = whole.subarray(whole.length / 2);
  test.each<[string, Uint8Array, string, RegExp]>([
    [
      'random bytes',
      Buffer.from('PK\x03\x04 no zip'),
      'corpus-damaged',
      /: its zip container has no end: the file is cut off, or it is not a zip file at all\. Copy/,
    ],
    ['a book with its first half gone', secondHalf, 'corpus-damaged', /: its zip container is /],
    ['a zip that is no book', makeZip(withoutContainer), 'corpus-damaged', /container\.xml/],
    [
      'a book without a package',
      makeZip(bookEntries({ manifest: '', spine: '', files: [] }).slice(0, 2)),
      'corpus-damaged',
      /lists its chapters/,
    ],
    ['a book without a spine', bookOf({ spine: '' }), 'corpus-damaged', /no spine/],
    [
      'a book without its chapters',
      bookOf({ files: [] }),
      'corpus-damaged',
      /none of its 2 chapters/,
    ],
    [
      'a book of pictures',
      bookOf({ files: both.map(({ name }) => ({ name, content: '<img/>' })) }),
      'corpus-no-text',
      /no words/,
    ],
    [
      'a comic',
      bookOf({ manifest: listedBoth.replaceAll('application/xhtml+xml', 'image/png') }),
      'corpus-no-text',
      /nothing in its reading order/,
    ],
    ['a bomb', bookOf({ files: [bomb] }), 'corpus-unsafe', /zip bomb/],
    [
      'a name that leads out',
      bookOf({}, [{ name: '../../x', content: '' }]),
      'corpus-unsafe',
      /leads out/,
    ],
  ])('%s', async (_, bytes, code, words) => {
    const failure = await failureOf(readEpub, bytes);
    expect(failure?.code).toBe(code);
    expect(failure?.message).toMatch(words);
  });

  test('a book that ends too early, wherever', async () => {
    const book = bookOf({});
    for (let length = 0; length < book.length; length += 31) {
      expect((await failureOf(readEpub, book.subarray(0, length)))?.code).toBe('corpus-damaged');
    }
  });
});
