import { join } from 'node:path';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { traitsOf } from '../../../app/corpus/importing/text-traits.ts';
import { fileInput, temporaryFolder } from '../fixtures.ts';

const english = 'It was a bright cold day. ';
const chinese = '我们在山上看见了河。';

test.each([
  ['English', Buffer.from(english), { isUtf8: true }],
  // Cut within a character: 16,384 is no multiple of three.
  ['Chinese', Buffer.from(chinese.repeat(2000)), { isUtf8: true }],
  ['GB18030', iconv.encode(chinese, 'gb18030'), { isUtf8: false }],
  ['Windows-1252', iconv.encode('Die Bäume', 'win1252'), { isUtf8: false }],
  ['nothing', Buffer.alloc(0), { isUtf8: true }],
])('tells what %s is like by its beginning', async (_, bytes, traits) => {
  const input = await fileInput(await temporaryFolder(), 'a.txt', bytes);
  expect(await traitsOf(input)).toEqual(traits);
});

test('looks at the part of a kept text that is to be read', async () => {
  const bytes = Buffer.concat([Buffer.from(chinese), iconv.encode(chinese, 'gb18030')]);
  const { path } = await fileInput(await temporaryFolder(), 'a.txt', bytes);
  const kept = { kind: 'kept', name: '', path, documents: [], sources: [] } as const;
  const start = 3 * chinese.length;
  const first = await traitsOf({ ...kept, startByte: 0, endByte: start });
  const second = await traitsOf({ ...kept, startByte: start, endByte: bytes.length });
  expect([first, second]).toEqual([{ isUtf8: true }, { isUtf8: false }]);
});

test('leaves a file that is gone to who reads it', async () => {
  const path = join(await temporaryFolder(), 'gone.txt');
  const traits = await traitsOf({ kind: 'file', name: 'gone.txt', path });
  expect(traits).toEqual({ isUtf8: true });
});
