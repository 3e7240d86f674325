// Texts, tables and pages that somebody made to do harm, or that a program made wrongly: each with what has to become
// of it.

import { encode } from './encoded-texts.ts';
import type { HostileFile } from './hostile-containers.ts';

const sentence = 'All work and no play makes a dull text. ';
const prose = sentence.repeat(30);
const chinese = '雨停了以後，她出去看看花園。大多數的植物都倒在地上。'.repeat(30);

/** What is large is made when it is asked for. */
function file(
  label: string,
  name: string,
  content: string | Buffer | (() => string | Buffer),
  expected: HostileFile['expected'],
): HostileFile {
  const make = () => Buffer.from(typeof content === 'function' ? content() : content);
  return { label, name, make, expected, isLarge: typeof content === 'function' };
}

const bytes = (...parts: (string | Buffer | readonly number[])[]) =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));

export function hostileTexts(): HostileFile[] {
  return [...plainTexts(), ...tables(), ...pages(), ...markedTexts(), ...noTexts()];
}

function plainTexts(): HostileFile[] {
  const undecodable: HostileFile['expected'] = ['corpus-undecodable', 'corpus'];
  return [
    file('nothing', 'empty.txt', '', ['corpus-empty']),
    file('a byte order mark alone', 'mark.txt', bytes([0xef, 0xbb, 0xbf]), ['corpus-empty']),
    file('half a byte order mark', 'mark.txt', bytes([0xff]), [
      ...(['corpus-binary', 'corpus-undecodable', 'corpus', 'corpus-too-short'] as const),
    ]),
    file('blanks', 'blanks.txt', ' \n\t'.repeat(1000), ['corpus']),
    file('NULs', 'nuls.txt', Buffer.alloc(5000), ['corpus-binary']),
    file('a text with a NUL', 'nul.txt', `${prose}\0${prose}`, ['corpus']),
    file('a text with a thousand NULs', 'nul.txt', `${prose}${'\0'.repeat(1000)}`, [
      'corpus-binary',
    ]),
    file('a text of escapes', 'log.txt', '\x1b[1m\x1b[0m'.repeat(1000), ['corpus-binary']),
    file(
      'a lone surrogate in UTF-16',
      'lone.txt',
      Buffer.concat([
        encode(prose, 'utf-16le', true),
        bytes([0x00, 0xd8]),
        encode(prose, 'utf-16le', false),
      ]),
      ['corpus-undecodable'],
    ),
    file(
      'a surrogate pair the wrong way round in UTF-16',
      'lone.txt',
      Buffer.concat([encode(chinese, 'utf-16be', true), bytes([0xdc, 0x00, 0xd8, 0x00])]),
      ['corpus-undecodable'],
    ),
    file(
      'surrogates in UTF-8',
      'cesu.txt',
      bytes(chinese, [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80], chinese),
      ['corpus-undecodable'],
    ),
    file('an overlong UTF-8', 'long.txt', bytes(chinese, [0xc0, 0x80], chinese), undecodable),
    file(
      'beyond Unicode',
      'far.txt',
      bytes(chinese, [0xf4, 0x90, 0x80, 0x80], chinese),
      undecodable,
    ),
    file('UTF-16 of odd length', 'odd.txt', encode(chinese, 'utf-16le', true).subarray(0, -1), [
      'corpus-undecodable',
    ]),
    file(
      'half a character in Shift-JIS',
      'half.txt',
      bytes(encodedSentence('shift_jis'), [0x82]),
      undecodable,
    ),
    file(
      'half a character in EUC-JP',
      'half.txt',
      bytes(encodedSentence('euc-jp'), [0x8f, 0xa1]),
      undecodable,
    ),
    file(
      'half a character in GB18030',
      'half.txt',
      bytes(encodedSentence('gb18030'), [0x81, 0x30, 0x81]),
      undecodable,
    ),
    file('one letter four million times', 'a.txt', () => 'a'.repeat(4_000_000), ['corpus']),
    file('a line of 8 MB', 'line.txt', () => sentence.repeat(200_000), ['corpus']),
    file('lines of nothing', 'lines.txt', () => '\r\n'.repeat(2_000_000), ['corpus']),
    file('marks without end', 'marks.txt', () => `a${'\u0301\u0323'.repeat(500_000)}${prose}`, [
      'corpus',
    ]),
    file('joiners without end', 'joiners.txt', () => '👨\u200d'.repeat(200_000), ['corpus']),
    file('the last code points', 'last.txt', `${prose}\u{10ffff}\uffff\u{1fffe}`, ['corpus']),
    file('every character', 'all.txt', everyCharacter, ['corpus', 'corpus-binary']),
  ];
}

function encodedSentence(encoding: 'shift_jis' | 'euc-jp' | 'gb18030'): Buffer {
  const text = encoding === 'gb18030' ? chinese : '雨がやんでから、彼女は庭を見に出た。'.repeat(40);
  return encode(text, encoding, false);
}

/** All but surrogates; those that end lines among them. */
function everyCharacter(): string {
  const characters: string[] = [];
  for (let codePoint = 0x20; codePoint < 0x11_0000; codePoint++) {
    if (codePoint < 0xd800 || codePoint > 0xdfff) characters.push(String.fromCodePoint(codePoint));
  }
  return characters.join('');
}

function tables(): HostileFile[] {
  const row = JSON.stringify({ text: sentence, id: 1 });
  const record = (value: string) => `${row}\n`.repeat(20) + `{"text": ${value}}\n`;
  return [
    file('JSON with half a character', 'half.jsonl', record('"a\\ud800b"'), ['corpus-undecodable']),
    file('JSON with half a character in a key', 'half.jsonl', `{"\\ud800": "${prose}"}\n`, [
      ...(['corpus', 'corpus-undecodable', 'corpus-damaged'] as const),
    ]),
    file('JSON with a NUL', 'nul.jsonl', record('"a\\u0000b"'), ['corpus']),
    file('JSON that is cut off', 'cut.jsonl', record('"a').slice(0, -3), ['corpus-damaged']),
    file(
      'JSON nested deep',
      'deep.jsonl',
      () => record('['.repeat(200_000) + ']'.repeat(200_000)),
      [...(['corpus', 'corpus-damaged', 'corpus-unsafe'] as const)],
    ),
    file(
      'JSON of objects nested deep',
      'deep.jsonl',
      record('{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000)),
      [...(['corpus', 'corpus-damaged', 'corpus-unsafe'] as const)],
    ),
    file(
      'JSON with dangerous keys',
      'proto.jsonl',
      `{"__proto__": "${sentence}", "constructor": "x"}\n`.repeat(20),
      ['corpus'],
    ),
    file(
      'JSON of a hundred thousand keys',
      'keys.jsonl',
      () => {
        const keys = Array.from({ length: 100_000 }, (_, at) => `"k${at}":"a b"`);
        return `{${keys.join(',')}}\n`;
      },
      ['corpus'],
    ),
    file('JSON without texts', 'numbers.jsonl', '{"a": 1}\n'.repeat(100), ['corpus-no-text']),
    file('a line of 17 MB of JSON', 'long.jsonl', () => `{"text": "${'a '.repeat(8_600_000)}"}\n`, [
      'corpus-unsafe',
    ]),
    file('a quotation mark that is not closed', 'open.csv', `id,text\n1,"${prose}\n2,x\n`, [
      'corpus-damaged',
    ]),
    file('a row of 17 MB', 'long.csv', () => `id,text\n1,"${sentence.repeat(430_000)}"\n`, [
      'corpus-unsafe',
    ]),
    file(
      'rows of other lengths',
      'ragged.csv',
      `id,text\n1\n2,${sentence},3,4,5\n,,,\n`.repeat(20),
      ['corpus'],
    ),
    file(
      'a table of a hundred thousand columns',
      'wide.csv',
      () => {
        return `${'a,'.repeat(100_000)}text\n${','.repeat(100_000)}${sentence}\n`;
      },
      ['corpus', 'corpus-no-text', 'corpus-unsafe'],
    ),
    file('empty rows without end', 'empty.csv', () => '\n,\n'.repeat(100_000), [
      ...(['corpus-empty', 'corpus-no-text'] as const),
    ]),
    file('thirty thousand rows', 'rows.csv', () => `id,text\n${`1,${sentence}\n`.repeat(30_000)}`, [
      'corpus',
    ]),
  ];
}

function pages(): HostileFile[] {
  const page = (body: string) => `<!doctype html><html><body>${prose}${body}</body></html>`;
  return [
    file('a page without text', 'page.html', '<!doctype html><html><script>x</script></html>', [
      'corpus-no-text',
    ]),
    file(
      'a page that is nested deep',
      'page.html',
      () => page('<div><table><tr><td>'.repeat(100_000)),
      ['corpus'],
    ),
    file('a page of open tags', 'page.html', () => page('<'.repeat(1_000_000)), ['corpus']),
    file(
      'a page with an endless comment',
      'page.html',
      () => page(`<!--${'-'.repeat(3_000_000)}`),
      ['corpus'],
    ),
    file(
      'a page with an endless attribute',
      'page.html',
      () => page(`<a title="${'x'.repeat(3_000_000)}`),
      [...(['corpus', 'corpus-unsafe'] as const)],
    ),
    file('a page with an endless tag', 'page.html', () => page(`<${'x'.repeat(3_000_000)}`), [
      ...(['corpus', 'corpus-unsafe'] as const),
    ]),
    file(
      'a page of entities',
      'page.html',
      () => page('&amp;&#0;&#xD800;&#x110000;&bogus;'.repeat(20_000)),
      ['corpus'],
    ),
    file('a page of breaks', 'page.html', () => page('<br>'.repeat(300_000)), ['corpus']),
    file(
      'a page that lies about its encoding',
      'page.html',
      bytes(`<!doctype html><html><meta charset="utf-16">${chinese}`),
      ['corpus'],
    ),
    file(
      'a page whose encoding nobody knows',
      'page.html',
      `<!doctype html><html><meta charset="klingon">${prose}`,
      ['corpus'],
    ),
  ];
}

function markedTexts(): HostileFile[] {
  return [
    file('Markdown of opening brackets', 'marks.md', '['.repeat(15_000) + `\n${prose}`, ['corpus']),
    file('Markdown of stars', 'marks.md', `${'* '.repeat(8000)}a\n${prose}`.repeat(5), ['corpus']),
    file(
      'Markdown of underlines',
      'marks.md',
      `${'_a'.repeat(8000)}\n${'a_'.repeat(8000)}\n${prose}`,
      ['corpus'],
    ),
    file(
      'Markdown of backquotes',
      'marks.md',
      `${'` '.repeat(8000)}\n${'`a``b'.repeat(3000)}\n${prose}`,
      ['corpus'],
    ),
    file(
      'Markdown of links',
      'marks.md',
      `${'[a]('.repeat(4000)}\n${'![a]['.repeat(3000)}\n${prose}`,
      ['corpus'],
    ),
    file('Markdown of table rules', 'marks.md', `a|b\n${'|:-'.repeat(5000)}x\n${prose}`, [
      'corpus',
    ]),
    file('Markdown of quotes', 'marks.md', `${'> '.repeat(8000)}a\n${prose}`, ['corpus']),
    file('Markdown of front matter', 'marks.md', `---\n${prose}`, ['corpus']),
    file('Markdown in an endless comment', 'marks.md', `<!-- ${prose}`, [
      'corpus-empty',
      'corpus-no-text',
      'corpus',
    ]),
    file('Markdown with private characters', 'marks.md', `\ue0ff0\ue0ff \`x\` *y*\n${prose}`, [
      'corpus',
    ]),
    file('subtitles without a cue', 'film.srt', prose, [
      'corpus-empty',
      'corpus-no-text',
      'corpus',
    ]),
    file(
      'subtitles without an end',
      'film.srt',
      () => `1\n00:00:01,000 --> 00:00:02,000\n${'a b c '.repeat(500_000)}`,
      ['corpus'],
    ),
    file(
      'subtitles of tags',
      'film.srt',
      () =>
        `1\n00:00:01,000 --> 00:00:02,000\n${'<i '.repeat(5000)}\n${'{\\'.repeat(5000)}\n${prose}`,
      ['corpus'],
    ),
    file(
      'subtitles of arrows',
      'film.vtt',
      `WEBVTT\n\n${'0:'.repeat(200_000)} -->\n\n00:01.000 --> 00:02.000\n${prose}`,
      ['corpus'],
    ),
  ];
}

function noTexts(): HostileFile[] {
  const noise = (head: string) =>
    Buffer.concat([Buffer.from(head, 'latin1'), Buffer.alloc(5000, '\0\x01\xfe\x80')]);
  const binary: HostileFile['expected'] = ['corpus-binary'];
  return [
    file('a picture', 'a.txt', noise('\x89PNG\r\n\x1a\n'), binary),
    file('a program', 'a.txt', noise('\x7fELF\x02\x01\x01'), binary),
    file('a film', 'a.srt', noise('\0\0\0\x20ftypisom'), binary),
    file('something compressed', 'a.csv', noise('\x1f\x8b\x08\0'), binary),
    file('a database', 'a.jsonl', noise('SQLite format 3\0'), binary),
    file('Rich Text', 'a.doc', '{\\rtf1\\ansi hello}'.repeat(50), binary),
    file('an old Word document', 'a.doc', noise('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), binary),
    file(
      'an old Word document by another name',
      'a.docx',
      noise('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'),
      [...(['corpus-binary', 'corpus-no-text'] as const)],
    ),
    file('noise called EPUB', 'a.epub', noise(''), ['corpus-damaged', 'corpus-binary']),
    file('prose called PDF', 'a.pdf', prose, ['corpus-damaged', 'corpus']),
    file('prose called Word', 'a.docx', prose, ['corpus-damaged', 'corpus']),
  ];
}
