import { expect, test } from 'vitest';
import { MarkdownReducer } from '../../../../app/corpus/sources/plain/markdown.ts';
import { goldenFile, readFileSource } from '../reading.ts';

/** What the reducer makes of a text, whole and in pieces of every small size. */
function reduce(text: string): string {
  const whole = new MarkdownReducer();
  const out = whole.push(text) + whole.finish();
  for (const size of [1, 2, 7]) {
    const reducer = new MarkdownReducer();
    let pieces = '';
    for (let at = 0; at < text.length; at += size)
      pieces += reducer.push(text.slice(at, at + size));
    expect(pieces + reducer.finish()).toBe(out);
  }
  return out;
}

test('reads what markdownify wrote as a person would', async () => {
  const { documents, facts } = await readFileSource(goldenFile('markdown/ferry.md'));
  expect(facts).toMatchObject({ format: 'markdown', encoding: 'utf-8' });
  expect(documents).toEqual([
    {
      name: '',
      text: [
        'The ferry',
        '',
        'The ferry left the harbour at six in the morning, when the fog still lay on the water and nobody on the ' +
          'quay could see farther than the next lamp. Only the bell of the buoy told them where the channel was.',
        '',
        'On board',
        '',
        'She had two things with her, and',
        'no ticket:',
        '',
        '- a basket of apples',
        '- the letter',
        '  of her brother',
        '',
        'Come when you can.',
        '',
        'A map of the bayThe fare was 2*3 = 6 crowns under file_name_one.',
        '',
        'if fog > 3:',
        '    ring(bell)   # *loud*',
        '',
        '1. Wait.',
        '2. Listen to ring().',
        '',
        'Buoy\tSound',
        'North\tbell',
        'South\twhistle',
        '',
        '她带了一篮苹果和那封信。信已经读了许多遍，折痕快要断开，可是她仍然不明白哥哥最后那句话的意思。',
        '',
      ].join('\n'),
    },
  ]);
});

test('leaves out front matter, and nothing where a rule only looks like its start', () => {
  expect(reduce('---\ntitle: Fog\n---\nText\n')).toBe('Text\n');
  expect(reduce('+++\ntitle = 1\n+++\nText\n')).toBe('Text\n');
  expect(reduce('---\nNo end\n')).toBe('No end\n');
});

test('takes headings of both kinds, rules and definitions of links away', () => {
  expect(reduce('Fog\n===\n\n## Bell ##\n\n* * *\n[a]: http://b.example\nEnd\n')).toBe(
    'Fog\n\nBell\n\nEnd\n',
  );
});

test('keeps the text of links, images, notes and addresses', () => {
  expect(
    reduce('[a](http://b.example "c") ![d](e.png) [f][g] <http://h.example> [[i|j]] k[^1]'),
  ).toBe('a d f http://h.example j k\n');
  expect(reduce('[![alt](a.png)](http://b.example)')).toBe('alt\n');
  expect(reduce('[^1]: A note')).toBe('A note\n');
});

test('leaves marks alone that mark nothing', () => {
  for (const line of [
    '2 * 3 * 4',
    'snake_case_name',
    'a < b > c',
    'list[0] and [x]',
    '~/folder',
    'AT&T',
    '#tag',
  ]) {
    expect(reduce(line)).toBe(`${line}\n`);
  }
});

test('keeps code as it is', () => {
  expect(reduce('~~~js\na **b** <c>\n~~~\n')).toBe('a **b** <c>\n');
  expect(reduce('Use `a *b* \\c` and ``d ` e``.')).toBe('Use a *b* \\c and d ` e.\n');
  expect(reduce('    indented **code**')).toBe('    indented **code**\n');
});

test('takes nested emphasis, escapes, entities, tags and comments apart', () => {
  expect(reduce('**bold *both* bold** __b__ _i_ ~~s~~')).toBe('bold both bold b i s\n');
  expect(reduce('\\*a\\* &amp;lt; &#x4e2d; &#xd800;')).toBe('*a* &lt; 中 &#xd800;\n');
  expect(reduce('a<br>b <span class="x">c</span><!-- d\ne --> f\n<!-- g -->\nh')).toBe(
    'a\nb c\n f\nh\n',
  );
});

test('takes the mark of a comment for none within code and behind a backslash', () => {
  expect(reduce('`<!--` opens one.\n\nText\n')).toBe('<!-- opens one.\n\nText\n');
  expect(reduce('``a ` <!--`` b <!-- c --> d\n')).toBe('a ` <!-- b  d\n');
  expect(reduce('\\<!-- a\nb\n')).toBe('<!-- a\nb\n');
});

test('knows the characters that HTML has names for', () => {
  expect(reduce('caf&eacute; &ldquo;a&rdquo; &rarr; &#39; &semi;')).toBe("café “a” → ' ;\n");
  expect(reduce('&notit; &bogus; &copy')).toBe('&notit; &bogus; &copy\n');
});

test('takes the marks of quotes and tasks away', () => {
  expect(reduce('> > a\n- [x] b\n* c\n')).toBe('a\n- b\n- c\n');
});

test('passes a line that no person marked up, in time that grows with its length alone', () => {
  const long = '*['.repeat(100_000);
  expect(reduceOnce(long) === `${long}\n`).toBe(true);
  const start = performance.now();
  for (const marks of ['*a', '`a', '_a ', '[a](', '![', '<a ', '&#'])
    reduceOnce(`${marks.repeat(2000)}\n`.repeat(3));
  expect(performance.now() - start).toBeLessThan(3000);
});

function reduceOnce(text: string): string {
  const reducer = new MarkdownReducer();
  return reducer.push(text) + reducer.finish();
}
