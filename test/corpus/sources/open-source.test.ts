import { expect, test } from 'vitest';
import { openSource } from '../../../app/corpus/sources/open-source.ts';
import { collect, newFile, readContent, readFileSource } from './reading.ts';

const prose =
  'The ferry left the harbour at six in the morning. Nobody saw it — not even the gulls.\n'.repeat(
    30,
  );

test('reads a plain text as it is', async () => {
  const text = `\ufeff${prose}雾还没有散。\r\n😀`;
  const { documents, facts, doneBytes } = await readContent('a.txt', text);
  expect(documents).toEqual([{ name: '', text }]);
  expect(facts).toMatchObject({
    format: 'text',
    encoding: 'utf-8',
    undecodable: 0,
    fields: [],
    field: null,
  });
  expect(doneBytes).toBe(Buffer.byteLength(text));
});

test('reads a text in the encoding that it is in, or that a person says', async () => {
  const wide = Buffer.from(`\ufeff${prose}`, 'utf16le');
  const found = await readContent('a.txt', wide);
  expect(found.facts.encoding).toBe('utf-16le');
  expect(found.documents[0]?.text).toBe(`\ufeff${prose}`);
  const said = await readContent('a.txt', Buffer.from([0xd6, 0xd0, 0x61]), { encoding: 'gb18030' });
  expect(said.documents[0]?.text).toBe('中a');
});

test('refuses bytes that an encoding does not know, or leaves them out and says where they were', async () => {
  const damaged = Buffer.concat([
    Buffer.from(prose),
    Buffer.from([0xff, 0xfe]),
    Buffer.from(prose),
  ]);
  const offset = Buffer.byteLength(prose);
  await expect(readContent('a.txt', damaged, { encoding: 'utf-8' })).rejects.toMatchObject({
    code: 'corpus-undecodable',
    message: expect.stringContaining(
      `2 bytes that utf-8 does not know, the first at byte ${offset}`,
    ) as string,
  });
  const skipped = await readContent('a.txt', damaged, { encoding: 'utf-8', skipUndecodable: true });
  expect(skipped.documents[0]?.text).toBe(prose + prose);
  expect(skipped.facts.undecodable).toBe(2);
  expect(skipped.facts.undecodableAt[0]).toBe(offset);
});

test('reads pasted text whole, and refuses half a character in it', async () => {
  const text = '😀'.repeat(300_000);
  const { documents, facts } = await collect(
    openSource({ kind: 'text', name: 'Pasted', text }, { reading: {} }),
  );
  expect(documents).toEqual([{ name: '', text }]);
  expect(facts).toMatchObject({ format: 'text', encoding: 'utf-8' });
  const half = openSource({ kind: 'text', name: 'Pasted', text: 'ab\ud83d' }, { reading: {} });
  await expect(collect(half)).rejects.toMatchObject({
    code: 'corpus-not-utf8',
    details: { offset: 2 },
  });
});

test('says what a file seems to be that is no text, whatever it is called', async () => {
  await expect(readContent('a.txt', '\u0089PNG\r\n\u001a\n')).rejects.toThrow();
  const picture = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  await expect(
    readContent('a.txt', picture, { format: 'text', encoding: 'utf-8' }),
  ).rejects.toMatchObject({
    code: 'corpus-binary',
    message: expect.stringMatching(
      /^"a\.txt" is not a text: it seems to be a picture \(PNG\)\. If it shows text/,
    ) as string,
  });
  const noise = Buffer.alloc(50_000, Buffer.from('00ff13c8029a7b000001f4', 'hex'));
  await expect(readContent('a.txt', noise)).rejects.toMatchObject({ code: 'corpus-binary' });
});

test('reads a file in the format that a person says, where it is text at all', async () => {
  const table = 'a,b\none text,1\n';
  expect((await readContent('a.csv', table, { format: 'text' })).documents[0]?.text).toBe(table);
  expect((await readContent('a.txt', table, { format: 'csv' })).documents[0]?.text).toBe(
    'one text',
  );
});

test('names a file that is not there, a folder, and one that is empty', async () => {
  await expect(readFileSource('missing/a.txt')).rejects.toMatchObject({
    code: 'corpus-unreadable',
  });
  await expect(readFileSource('test')).rejects.toMatchObject({ code: 'corpus-unreadable' });
  expect((await readContent('a.txt', '')).documents).toEqual([]);
});

test.each(['a.txt', 'a.md', 'a.jsonl', 'a.csv', 'a.srt'])(
  'stops reading %s where it is cancelled',
  async (name) => {
    const row =
      { 'a.jsonl': '{"a":"some text"}\n', 'a.csv': 'some text,more text\n' }[name] ?? 'some text\n';
    const path = await newFile(
      name,
      (name === 'a.srt' ? 'WEBVTT\n\n00:01.000 --> 00:02.000\n' : '') + row.repeat(100_000),
    );
    const controller = new AbortController();
    const source = openSource(
      { kind: 'file', name, path },
      { reading: {}, signal: controller.signal },
    );
    expect((await source.next()).done).toBe(false);
    controller.abort();
    await expect(collect(source)).rejects.toMatchObject({ code: 'cancelled' });
  },
);

test('tells how far it has looked before the first piece comes', async () => {
  const path = await newFile('a.txt', prose.repeat(500));
  const seen: number[] = [];
  await readFileSource(path, {}, { onLookedAt: (bytes) => seen.push(bytes) });
  expect(seen.at(-1)).toBe(Buffer.byteLength(prose) * 500);
  expect(seen).toEqual([...seen].sort((first, second) => first - second));
});

test.each(['a.txt', 'a.md', 'a.srt'])(
  'holds a line of %s in memory that does not grow with its length',
  async (name) => {
    const opening = name === 'a.srt' ? 'WEBVTT\n\n00:01.000 --> 00:02.000\n' : '';
    const path = await newFile(name, opening + 'a line without an end '.repeat(1_500_000));
    let longest = 0;
    let characters = 0;
    for await (const { text } of openSource({ kind: 'file', name, path }, { reading: {} })) {
      longest = Math.max(longest, text.length);
      characters += text.length;
    }
    expect(characters).toBeGreaterThan(32_000_000);
    // A piece of the file and a line's longest part.
    expect(longest).toBeLessThan(600_000);
  },
);
