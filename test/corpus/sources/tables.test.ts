import { expect, test } from 'vitest';
import { goldenFile, readContent, readFileSource } from './reading.ts';

const bodies = [
  'The ferry left the harbour at six in the morning, when the fog still lay on the water and nobody on the quay ' +
    'could see farther than the next lamp. Only the bell of the buoy told them where the channel was.',
  'She said: "Wait, please."\nThen she left.',
  '她带了一篮苹果和那封信。信已经读了许多遍，折痕快要断开，可是她仍然不明白哥哥最后那句话的意思。',
];

test.each([
  ['notes.csv', 'csv', 'body', ['body']],
  ['notes-semicolon.csv', 'csv', 'body', ['body']],
  ['notes.jsonl', 'jsonl', 'note.body', ['note.body', 'id']],
])('reads the text in what SQLite wrote to %s', async (name, format, field, fields) => {
  const { documents, facts } = await readFileSource(goldenFile(`tables/${name}`));
  expect(facts).toMatchObject({ format, field, partsWithoutText: 1 });
  expect(facts.fields).toEqual(expect.arrayContaining(fields.slice(0, 1)));
  expect(documents).toEqual([
    { name: '1', text: bodies[0] },
    { name: '2', text: bodies[1] },
    { name: '4', text: bodies[2] },
  ]);
});

test('reads the field that a person chose', async () => {
  const lines =
    '{"a":{"b":"short"},"c":"a much longer text"}\n\r\n{"a":{"b":["two","lines"]},"c":1}\n{"c":"x"}';
  const { documents, facts } = await readContent('a.jsonl', lines, { field: 'a.b' });
  expect(documents.map(({ text }) => text)).toEqual(['short', 'two\nlines']);
  expect(facts).toMatchObject({ field: 'a.b', fields: ['c', 'a.b'], partsWithoutText: 1 });
  const table = await readContent('a.csv', 'x,"y z"\n1,one\n2,two\n', { field: 'y z' });
  expect(table.documents.map(({ text }) => text)).toEqual(['one', 'two']);
});

test('names the fields there are where the chosen one is missing', async () => {
  await expect(readContent('a.csv', 'x,y\n1,one\n', { field: 'z' })).rejects.toMatchObject({
    code: 'corpus-field-missing',
    message: '"a.csv" has no field "z". Choose one of those that hold text: x, y.',
  });
  await expect(readContent('a.jsonl', '{"x":"one text"}\n', { field: 'z' })).rejects.toMatchObject({
    code: 'corpus-field-missing',
    details: { field: 'z', fields: 'x' },
  });
});

test('reads lines of JSON that are nothing but texts', async () => {
  const { documents, facts } = await readContent('a.jsonl', '"one"\n"two"\n');
  expect(documents).toEqual([
    { name: '1', text: 'one' },
    { name: '2', text: 'two' },
  ]);
  expect(facts).toMatchObject({ field: null, fields: [] });
});

test.each([
  ['a tab', 'a\tb\nfirst, or not\tsecond; maybe\n', 'a.tsv'],
  ['bars', 'a|b\nfirst, or not|second; maybe\nx|y\n', 'a.csv'],
  ['semicolons and a byte order mark', '\ufeffa;b\r\n"first, or not";second maybe\r\n', 'a.csv'],
])('finds that %s separates values', async (_, content, name) => {
  const { facts, documents } = await readContent(name, content, { field: 'a' });
  expect(facts.fields).toContain('a');
  expect(documents[0]?.text).toBe('first, or not');
});

test('takes a column without a name for one that is numbered', async () => {
  const numbered = await readContent('a.csv', ',text,label\n0,The first one here,1\n1,Second,0\n');
  expect(numbered.facts).toMatchObject({ field: 'text', fields: ['text'] });
  expect(numbered.documents.map(({ text }) => text)).toEqual(['The first one here', 'Second']);
  const ended = await readContent('a.csv', 'id;text;\n1;The first one;\n', { field: 'text' });
  expect(ended.documents.map(({ text }) => text)).toEqual(['The first one']);
});

test('takes the word of a line for spreadsheets on what separates values', async () => {
  const { facts, documents } = await readContent('a.csv', 'sep=;\r\nid;text\r\n1;a, b, c\r\n');
  expect(facts.field).toBe('text');
  expect(documents).toEqual([{ name: '1', text: 'a, b, c' }]);
});

test('reads quoted values behind blanks, and quotation marks behind backslashes', async () => {
  const read = async (rows: string) =>
    (await readContent('a.csv', `id,text\n${rows}`, { field: 'text' })).documents[0]?.text;
  expect(await read('1, "Hello, there"\n')).toBe('Hello, there');
  expect(await read('1, a "b"\n')).toBe(' a "b"');
  expect(await read('1,"He said \\"no\\", and left"\n')).toBe('He said "no", and left');
  expect(await read('1,"He said ""no"", and \\"\n')).toBe('He said "no", and \\');
});

test('numbers columns that no row names, and takes a table of one column line by line', async () => {
  const unnamed = await readContent('a.csv', '1,The first text.\n2,The second text.\n');
  expect(unnamed.facts.field).toBe('2');
  expect(unnamed.documents.map(({ text }) => text)).toEqual([
    'The first text.',
    'The second text.',
  ]);
  const single = await readContent('a.csv', 'text\nOne, two.\nThree, four, five.\n');
  expect(single.facts.field).toBe('text');
  expect(single.documents.map(({ text }) => text)).toEqual(['One, two.', 'Three, four, five.']);
});

test('says in which line a table is damaged', async () => {
  await expect(
    readContent('a.jsonl', '{"a":"one"}\n{"a":"two"}\n{"a":tree}\n'),
  ).rejects.toMatchObject({
    code: 'corpus-damaged',
    message: expect.stringContaining('line 3 is not JSON') as string,
  });
  await expect(readContent('a.csv', 'a,b\n1,one\n2,"two\n3,three\n')).rejects.toMatchObject({
    code: 'corpus-damaged',
    message: expect.stringContaining('a quotation mark is not closed') as string,
  });
});

test('says where a table has no text at all', async () => {
  await expect(readContent('a.jsonl', '{"a":1}\n{"b":null}\n')).rejects.toMatchObject({
    code: 'corpus-no-text',
  });
  await expect(readContent('a.csv', 'a,b\n1,2\n3,4\n')).rejects.toMatchObject({
    code: 'corpus-no-text',
  });
  expect((await readContent('a.csv', '')).documents).toEqual([]);
});

test('refuses halves of characters in the chosen field, or leaves them out and counts them', async () => {
  const lines = '{"a":"one"}\n{"a":"b\\ud83dc \\ud83d\\ude00","other":"\\udc00"}\n';
  await expect(readContent('a.jsonl', lines)).rejects.toMatchObject({
    code: 'corpus-undecodable',
    message: expect.stringContaining('in line 2') as string,
  });
  const { documents, facts } = await readContent('a.jsonl', lines, { skipUndecodable: true });
  expect(documents[1]?.text).toBe('bc 😀');
  expect(facts.undecodable).toBe(6);
});

test('refuses a record that is too long to hold in memory', async () => {
  const long = 'x'.repeat(17_000_000);
  await expect(readContent('a.jsonl', `{"a":"${long}`)).rejects.toMatchObject({
    code: 'corpus-unsafe',
  });
  await expect(readContent('a.csv', `a,b\n1,"${long}`)).rejects.toMatchObject({
    code: 'corpus-unsafe',
  });
});
