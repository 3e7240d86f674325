// Word documents: what of their markup is text, what is left out, and files that are not what they should be.

import { describe, expect, test } from 'vitest';
import { readDocx } from '../../../../app/corpus/sources/containers/docx.ts';
import { wordEntries } from '../make-containers.ts';
import { makeZip, type ZipEntry } from '../make-zip.ts';
import { failureOf, readBytesWith } from '../read-source.ts';

async function textOf(body: string, more: readonly ZipEntry[] = []): Promise<string> {
  return (await readBytesWith(readDocx, makeZip(wordEntries(body, more)))).text;
}

const run = (text: string) => `<w:r><w:t>${text}</w:t></w:r>`;
const paragraph = (...runs: string[]) => `<w:p>${runs.join('')}</w:p>`;
const cell = (...texts: string[]) =>
  `<w:tc>${texts.map((text) => paragraph(run(text))).join('')}</w:tc>`;

test.each([
  ['paragraphs', paragraph(run('a'), run('b')) + '<w:p/>' + paragraph(run('c')), 'ab\n\nc\n'],
  ['entities', paragraph(run('&lt;&amp;&#x4e2d;&gt; &nbsp;')), '<&中> &nbsp;\n'],
  ['sections of characters', paragraph(run('<![CDATA[<w:t>]]>')), '<w:t>\n'],
  ['tabs', paragraph(run('a'), '<w:r><w:tab/></w:r>', run('b')), 'a\tb\n'],
  ['line breaks', paragraph(run('a'), '<w:r><w:br/><w:cr/></w:r>', run('b')), 'a\n\nb\n'],
  [
    'page breaks',
    paragraph(
      '<w:r><w:br w:type="page"/></w:r>',
      run('a'),
      '<w:r><w:br w:type="page"/></w:r>',
      run('b'),
    ),
    'a\nb\n',
  ],
  [
    'hyphens',
    paragraph(
      run('a'),
      '<w:r><w:softHyphen/></w:r>',
      run('b'),
      '<w:r><w:noBreakHyphen/></w:r>',
      run('c'),
    ),
    'ab-c\n',
  ],
  [
    'tables',
    `<w:tbl><w:tr>${cell('a', 'b')}${cell('')}${cell('c')}</w:tr><w:tr>${cell('d')}</w:tr></w:tbl>${paragraph(run('e'))}`,
    'a\nb\t\tc\nd\ne\n',
  ],
  [
    'tables in tables',
    `<w:tbl><w:tr>${cell('a')}<w:tc><w:tbl><w:tr>${cell('b')}${cell('c')}</w:tr><w:tr>${cell('d')}</w:tr></w:tbl></w:tc>${cell('e')}</w:tr></w:tbl>`,
    'a\tb\tc\nd\te\n',
  ],
  [
    'rows that are deleted',
    `<w:tbl><w:tr><w:trPr><w:del w:id="1"/></w:trPr>${cell('a')}${cell('b')}</w:tr><w:tr><w:trPr/>${cell('c')}</w:tr></w:tbl>${paragraph(run('d'))}`,
    'c\nd\n',
  ],
  [
    'text boxes',
    paragraph(
      run('a'),
      `<w:r><w:txbxContent>${paragraph(run('b'))}</w:txbxContent></w:r>`,
      run('c'),
    ),
    'a\nb\nc\n',
  ],
  ['other prefixes', '<x:p><x:r><x:t>a</x:t></x:r></x:p>', 'a\n'],
])('reads %s', async (_, body, text) => {
  expect(await textOf(body)).toBe(text);
});

describe('leaves out', () => {
  test.each([
    ['what lies between tags', `<w:p> <w:r> ${run('a')} </w:r> </w:p>`, 'a\n'],
    ['tab stops', paragraph('<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>', run('a')), 'a\n'],
    [
      'fields’ instructions',
      paragraph('<w:r><w:instrText>PAGE</w:instrText></w:r>', run('7')),
      '7\n',
    ],
    [
      'deleted text',
      paragraph(
        run('a'),
        '<w:del><w:r><w:tab/><w:delText>b</w:delText></w:r></w:del>',
        `<w:ins>${run('c')}</w:ins>`,
      ),
      'ac\n',
    ],
    [
      'the place that text was moved from',
      paragraph(`<w:moveFrom>${run('a')}</w:moveFrom>`, `<w:moveTo>${run('b')}</w:moveTo>`),
      'b\n',
    ],
    [
      'deleted ends of paragraphs',
      paragraph('<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>', run('a')) + paragraph(run('b')),
      'ab\n',
    ],
    [
      'second versions of drawings',
      paragraph(
        `<mc:AlternateContent><mc:Choice>${run('a')}</mc:Choice><mc:Fallback>${run('b')}</mc:Fallback></mc:AlternateContent>`,
      ),
      'a\n',
    ],
    [
      'tables of contents',
      `<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>` +
        `<w:sdtContent>${paragraph(run('a'))}</w:sdtContent></w:sdt>` +
        `<w:sdt><w:sdtContent>${paragraph(run('b'))}</w:sdtContent></w:sdt>`,
      'b\n',
    ],
    [
      'readings of words',
      paragraph(
        `<w:r><w:ruby><w:rt>${run('かん')}</w:rt><w:rubyBase>${run('漢')}</w:rubyBase></w:ruby></w:r>`,
      ),
      '漢\n',
    ],
  ])('%s', async (_, body, text) => {
    expect(await textOf(body)).toBe(text);
  });

  test('headers, footers, comments and whatever lies outside', async () => {
    const outside = `<Relationships><Relationship TargetMode="External" Target="file:///etc/passwd" Type="x/officeDocument"/></Relationships>`;
    const more = ['header1', 'footer1', 'comments'].map((part) => ({
      name: `word/${part}.xml`,
      content: `<w:hdr>${paragraph(run(part))}</w:hdr>`,
    }));
    const text = await textOf(paragraph(run('a')), [
      ...more,
      { name: '_rels/.rels', content: outside },
    ]);
    expect(text).toBe('a\n');
  });
});

test('puts notes after the text, without their numbers', async () => {
  const notes = (kind: string) => ({
    name: `word/${kind}s.xml`,
    content:
      `<w:${kind}s><w:${kind} w:type="separator">${paragraph(run('no'))}</w:${kind}>` +
      `<w:${kind}>${paragraph(`<w:r><w:${kind}Ref/></w:r>`, run(' a '), run(kind))}</w:${kind}></w:${kind}s>`,
  });
  const text = await textOf(paragraph(run('a'), '<w:r><w:footnoteReference/></w:r>'), [
    notes('endnote'),
    notes('footnote'),
  ]);
  expect(text).toBe('a\na footnote\na endnote\n');
});

test('finds a text by another name than the usual one', async () => {
  const [main] = wordEntries(paragraph(run('a')));
  const rels =
    '<Relationships><Relationship Target="/word/document2.xml" Type="x/officeDocument"/></Relationships>';
  const zip = makeZip([
    { name: 'word/document2.xml', content: main?.content ?? '' },
    { name: '_rels/.rels', content: rels },
  ]);
  expect((await readBytesWith(readDocx, zip)).text).toBe('a\n');
});

test('is one document whose encoding nobody chooses, and counts its bytes up to all', async () => {
  const zip = makeZip(wordEntries(paragraph(run('a'))));
  const { facts, pieces } = await readBytesWith(readDocx, zip);
  expect(facts).toEqual({
    encoding: null,
    undecodable: 0,
    undecodableAt: [],
    fields: [],
    field: null,
  });
  expect(pieces.map(({ document }) => document)).toEqual([
    '',
    ...pieces.slice(1).map(() => undefined),
  ]);
  expect(pieces.at(-1)?.doneBytes).toBe(zip.length);
});

test('reads UTF-16', async () => {
  const xml = `\uFEFF<?xml version="1.0" encoding="UTF-16"?><w:document><w:body>${paragraph(run('中'))}</w:body></w:document>`;
  const zip = makeZip([{ name: 'word/document.xml', content: Buffer.from(xml, 'utf16le') }]);
  expect((await readBytesWith(readDocx, zip)).text).toBe('中\n');
});

test('refuses bytes that are no text, or leaves them out and counts them', async () => {
  const content = Buffer.concat([
    Buffer.from('<w:document><w:body><w:p><w:r><w:t>a'),
    Buffer.from([0xff]),
    Buffer.from('b</w:t></w:r></w:p></w:body></w:document>'),
  ]);
  const zip = makeZip([{ name: 'word/document.xml', content }]);
  expect(await failureOf(readDocx, zip)).toMatchObject({ code: 'corpus-undecodable' });
  const { text, facts } = await readBytesWith(readDocx, zip, {
    reading: { skipUndecodable: true },
  });
  expect(text).toBe('ab\n');
  expect(facts.undecodable).toBe(1);
});

describe('says what is wrong with', () => {
  const oldWord = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
  test.each<[string, string | Uint8Array, string, RegExp]>([
    ['no zip at all', 'words', 'corpus-damaged', /zip container/],
    ['an empty file', '', 'corpus-damaged', /zip container/],
    ['an old or a locked document', oldWord, 'corpus-no-text', /password.*save it as \.docx/],
    ['a zip without a text', makeZip([{ name: 'a', content: 'b' }]), 'corpus-damaged', /missing/],
    [
      'another kind of XML',
      makeZip([{ name: 'word/document.xml', content: '<a/>' }]),
      'corpus-damaged',
      /not a Word text/,
    ],
    [
      'a document of pictures',
      makeZip(wordEntries('<w:p><w:r><w:drawing/></w:r></w:p>')),
      'corpus-no-text',
      /no words/,
    ],
    [
      'a bomb',
      makeZip(wordEntries(`<w:p><w:r><w:t>${'x'.repeat(40 * 2 ** 20)}</w:t></w:r></w:p>`)),
      'corpus-unsafe',
      /zip bomb/,
    ],
  ])('%s', async (_, bytes, code, words) => {
    const failure = await failureOf(readDocx, bytes);
    expect(failure?.code).toBe(code);
    expect(failure?.message).toMatch(words);
  });
});

test('reads a hundred thousand elements inside each other in short time', async () => {
  const depth = 100_000;
  const text = await textOf('<w:p>'.repeat(depth) + run('a') + '</w:p>'.repeat(depth));
  expect(text.trim()).toBe('a');
});

test('stops when it is told to', async () => {
  const signal = AbortSignal.abort();
  const zip = makeZip(wordEntries(paragraph(run('a'))));
  await expect(readBytesWith(readDocx, zip, { signal })).rejects.toMatchObject({
    code: 'cancelled',
  });
});
