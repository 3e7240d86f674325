// HTML files: which encoding counts, and pages that are large, endless or empty.

import { describe, expect, test } from 'vitest';
import { readHtml } from '../../../../app/corpus/sources/markup/html.ts';
import { failureOf, readBytesWith } from '../read-source.ts';

const polish = 'Zażółć gęślą jaźń, a potem idź do domu i śpij spokojnie.';

describe('takes the encoding from', () => {
  const bytesOf = (head: string, ...text: number[]) =>
    Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(text)]);
  test.each<[string, Uint8Array, string, string]>([
    ['a mark', Buffer.from('\uFEFF<meta charset=gbk><p>é'), 'utf-8', 'é\n'],
    ['UTF-16’s mark', Buffer.from('\uFEFF<p>中', 'utf16le'), 'utf-16le', '中\n'],
    ['a meta tag', bytesOf('<meta charset="windows-1251"><p>', 0xcf, 0xf0), 'windows-1251', 'Пр\n'],
    [
      'an older meta tag',
      bytesOf('<META http-equiv=Content-Type content="text/html; charset=GB2312"><p>', 0xd6, 0xd0),
      'gb18030',
      '中\n',
    ],
    [
      'an XML declaration',
      bytesOf('<?xml version="1.0" encoding="koi8-r"?><p>', 0xf0),
      'koi8-r',
      'П\n',
    ],
    [
      'the bytes, where they are UTF-8',
      Buffer.from(`<meta charset=windows-1250><p>${polish}`),
      'utf-8',
      `${polish}\n`,
    ],
  ])('%s', async (_, bytes, encoding, text) => {
    const read = await readBytesWith(readHtml, bytes);
    expect(read.text).toBe(text);
    expect(read.facts.encoding).toBe(encoding);
  });

  test('the person, above all', async () => {
    const bytes = bytesOf('<meta charset=utf-8><p>', 0xc0);
    const read = await readBytesWith(readHtml, bytes, { reading: { encoding: 'windows-1251' } });
    expect(read.text).toBe('А\n');
  });

  test('nothing that the bytes contradict', async () => {
    const bytes = bytesOf('<meta charset=shift_jis><p>Caf', 0xe9, 0x20, 0xff);
    const { facts, text } = await readBytesWith(readHtml, bytes);
    expect(facts.encoding).not.toBe('shift_jis');
    expect(text).toContain('Caf');
  });
});

test('takes a page in XML’s name space for XML, declared or not', async () => {
  const page = '<html xmlns="http://www.w3.org/1999/xhtml"><p>a<span role="doc-pagebreak"/>b';
  expect((await readBytesWith(readHtml, page)).text).toBe('ab\n');
});

test('is one document', async () => {
  const { pieces } = await readBytesWith(readHtml, `<p>${'word '.repeat(100_000)}`);
  expect(pieces.length).toBeGreaterThan(1);
  expect(pieces.map(({ document }) => document)).toEqual([
    '',
    ...pieces.slice(1).map(() => undefined),
  ]);
  expect(pieces.at(-1)?.doneBytes).toBe(500_003);
});

test.each([
  ['nothing between its tags', '<html><body><img src="a.png"></body></html>'],
  ['a script alone', '<script>document.write("a")</script>'],
  ['nothing at all', ''],
])('says that a page has no text: %s', async (_, html) => {
  expect((await failureOf(readHtml, html))?.code).toBe('corpus-no-text');
});

describe('reads in short time and flat memory', () => {
  const million = 1_000_000;
  test.each([
    ['elements inside each other', '<div>'.repeat(million) + 'a', 'a\n'],
    ['tables inside each other', '<table><tr><td>'.repeat(200_000) + 'a', 'a\n'],
    ['tags that close nothing', '</b></i></p></x>'.repeat(200_000) + 'a', 'a\n'],
    ['tags of their own names', '<b1 x=y>'.repeat(300_000) + 'a', 'a\n'],
    ['an attribute without an end', `a<p title="${'x'.repeat(8 * million)}`, 'a\n'],
    ['a tag with a million attributes', `a<p${' b=c'.repeat(million)}>d`, 'a\n\nd\n'],
    ['a comment without an end', `a<!--${'- '.repeat(4 * million)}`, 'a\n'],
    ['angles', `${'<'.repeat(million)}`, `${'<'.repeat(million)}\n`],
    ['blanks', `a${' \n'.repeat(4 * million)}b`, 'a b\n'],
  ])(
    '%s',
    async (_, html, text) => {
      const read = await readBytesWith(readHtml, html);
      expect(read.text === text).toBe(true);
    },
    10_000,
  );

  test.each([
    ['a tag whose name has no end', `a<${'x'.repeat(3 * million)}>b`],
    ['entities that never end', '&am'.repeat(million)],
  ])('refuses %s', async (_, html) => {
    expect((await failureOf(readHtml, html))?.code).toBe('corpus-unsafe');
  });
});
