// The readable text of HTML, element by element.

import { describe, expect, test } from 'vitest';
import { HtmlText } from '../../../../app/corpus/sources/markup/html-text.ts';
import { TextFlow } from '../../../../app/corpus/sources/markup/text-flow.ts';

/** Reads a page whole, or character by character. */
function textOf(html: string, syntax: 'html' | 'xhtml' = 'html', isSplit = false): string {
  const reader = new HtmlText('page', { syntax, flow: new TextFlow() });
  let text = '';
  for (const piece of isSplit ? html : [html]) text += reader.push(piece);
  return text + reader.finish();
}

describe('blocks', () => {
  test.each([
    ['paragraphs', '<p>one</p>\n<p>two', 'one\n\ntwo'],
    ['headings', 'a<h1>b</h1>c', 'a\n\nb\n\nc'],
    ['divisions', '<div>one</div><div><div>two</div></div>three', 'one\ntwo\nthree'],
    ['line breaks', 'one<br>two<br/><br>three', 'one\ntwo\n\nthree'],
    ['a line break at a block’s end', '<div>one<br></div>two', 'one\ntwo'],
    ['lists', '<ul><li>a<li>b<ol><li>c</ol><li>d</ul>e', 'a\nb\nc\nd\n\ne'],
    ['definitions', '<dl><dt>a<dd>b</dl>', 'a\nb'],
    ['rules', 'a<hr>b', 'a\n\nb'],
    ['inline elements', 'a<b>b</b><i> c</i>', 'ab c'],
  ])('keeps apart %s', (_, html, text) => {
    expect(textOf(html)).toBe(text);
  });
});

describe('tables', () => {
  test.each([
    [
      'cells by tabs, rows by lines',
      '<table><tr><td>a<td>b<tr><td>c<td>d</table>',
      '\n\na\tb\nc\td',
    ],
    [
      'empty cells',
      '<table><tr><td></td><td>b</td><td></td><td>d</td></tr></table>',
      '\n\n\tb\t\td',
    ],
    [
      'paragraphs in cells',
      'x<table><tr><th><p>a</p></th><th><p>b</p><p>c</p></th></tr><tr><td>d</td></tr></table>y',
      'x\n\na\tb\n\nc\nd\n\ny',
    ],
    [
      'tables in cells',
      '<table><tr><td>a</td><td><table><tr><td>b</td></tr></table></td></tr></table>c',
      '\n\na\tb\n\nc',
    ],
    ['rows without a table', '<tr><td>a</td></tr>b', '\na\nb'],
  ])('show %s', (_, html, text) => {
    // A dot, for what stands before all text is dropped, a tab too.
    expect(textOf(`.${html}`)).toBe(`.${text}`);
  });
});

describe('blanks', () => {
  test.each([
    ['runs', 'a \t\n  b', 'a b'],
    ['at the edges of lines', '<p>  a  <br>  b  </p>  <p> c </p>', 'a\nb\n\nc'],
    ['between inline elements', 'a <b> b </b> c', 'a b c'],
    ['no-break spaces are kept', 'a&nbsp;&nbsp;b', 'a\u00a0\u00a0b'],
    ['line ends between ideographs', '机の\n  上、𠮷\n野', '机の上、𠮷野'],
    ['line ends beside other letters', '中文\nabc', '中文 abc'],
    ['line ends between Hangul', '한국\n어', '한국 어'],
    ['preformatted', 'a<pre>\n b\n\n  c\n</pre>d', 'a\n\n b\n\n  c\n\nd'],
    ['line ends of any kind', '<pre>a\r\nb\rc</pre>', 'a\nb\nc'],
  ])('collapse as in a browser: %s', (_, html, text) => {
    expect(textOf(html)).toBe(text);
    expect(textOf(html, 'html', true)).toBe(text);
  });
});

describe('what is left out', () => {
  test.each([
    ['head', '<head><title>t</title><style>p{}</style><meta></head><body>a', 'a'],
    ['head without its end', '<head><title>t</title><p>a', 'a'],
    ['scripts', 'a<script>if (1 < 2) "</p>"</script>b', 'ab'],
    ['menus', '<nav>m<nav>n</nav>o</nav>a', 'a'],
    ['comments', 'a<!-- <p>c</p> -->b<!doctype x>c<?php d ?>e', 'abce'],
    ['readings of words', '<ruby>漢<rp>(<rt>かん<rp>)</ruby>字', '漢字'],
    ['readings of words that are closed', '<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>。', '漢字。'],
    ['numbers of notes', 'a<a epub:type="noteref" href="#n">1</a>b', 'ab'],
    ['numbers of notes that are more', 'a<a epub:type="x NoteRef" role="y">1</a>b', 'ab'],
    [
      'numbers of pages',
      'a<hr role="doc-pagebreak"><span role="doc-pagebreak">12</span>b',
      'a\n\nb',
    ],
    ['drawings', 'a<svg><title/><text>t</text></svg>b', 'ab'],
    ['forms', 'a<select><option>b</select><textarea>c</textarea><button>d</button>e', 'ae'],
  ])('%s', (_, html, text) => {
    expect(textOf(html)).toBe(text);
    expect(textOf(html, 'html', true)).toBe(text);
  });
});

test('decodes entities, also where they are split or unknown', () => {
  const html = '&lt;&amp;&#x4e2d;&#20013;&eacute;&AMP &copy2 &bogus; &#150; a&b';
  const text = '<&中中é& ©2 &bogus; – a&b';
  expect(textOf(html)).toBe(text);
  expect(textOf(html, 'html', true)).toBe(text);
});

test('expands no entities that a document declares', () => {
  const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<p>&b;</p>';
  expect(textOf(bomb, 'xhtml')).not.toContain('aaaa&b;aaaa');
  expect(textOf(bomb, 'xhtml')).toContain('&b;');
});

test('takes tags that close themselves by their word in XHTML alone', () => {
  const html = '<title/><script src="a"/><p>a</p><![CDATA[<b>]]>';
  expect(textOf(html, 'xhtml')).toBe('a\n\n<b>');
  expect(textOf(html, 'html')).toBe('');
});

test('takes names with prefixes for those without', () => {
  expect(textOf('<h:p>a</h:p><h:script>b</h:script><h:p>c</h:p>', 'xhtml')).toBe('a\n\nc');
});
