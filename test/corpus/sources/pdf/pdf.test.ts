import { readFile } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { pageText } from '../../../../app/corpus/sources/pdf/pdf-page-text.ts';
import { bundlePdfWorker } from '../pdf-script.ts';
import { goldenFile, newFile, readFileSource } from '../reading.ts';

let pdfScript = '';
beforeAll(async () => {
  pdfScript = await bundlePdfWorker();
});

const read = (path: string, signal?: AbortSignal) =>
  readFileSource(path, {}, { pdfScript, signal });

test('reads what ReportLab wrote: paragraphs joined, pages in order, Chinese by the tables of its font', async () => {
  const { documents, facts, doneBytes } = await read(goldenFile('pdf/ferry.pdf'));
  expect(facts).toMatchObject({ format: 'pdf', encoding: null });
  expect(doneBytes).toBe((await readFile(goldenFile('pdf/ferry.pdf'))).length);
  expect(documents).toEqual([
    {
      name: '',
      text: [
        '1',
        'The ferry',
        'The ferry left the harbour at six in the morning, when the fog still lay on the water and nobody on the ' +
          'quay could see farther than the next lamp. Only the bell of the buoy told them where the channel was.',
        'Marta had brought a basket of apples and the letter. She had read it so often that the folds were nearly ' +
          'through, and still she did not know what her brother wanted to say with his last sentence.',
        'By noon the sun had come out.',
        '2',
        '清晨六点，渡船离开了港口。雾还没有散，码头上的人看不见下一盏灯。只有浮标上的钟声告诉他们航道在哪里，也告诉' +
          '他们风正从海上吹来。',
        '她带了一篮苹果和那封信。信已经读了许多遍，折痕快要断开，可是她仍然不明白哥哥最后那句话的意思。',
        '',
      ].join('\n'),
    },
  ]);
});

test('says of a PDF of pictures that it has no text, and what to do', async () => {
  await expect(read(goldenFile('pdf/pictures.pdf'))).rejects.toMatchObject({
    code: 'corpus-no-text',
    message:
      '"pictures.pdf" has no text: its 2 pages have no text layer, they are pictures. ' +
      'Have the text recognised (OCR) first, and choose the result.',
  });
});

test('says of a PDF behind a password that it is encrypted', async () => {
  await expect(read(goldenFile('pdf/locked.pdf'))).rejects.toMatchObject({
    message: expect.stringContaining('encrypted') as string,
  });
});

test('refuses a PDF that is cut off anywhere, or is none', async () => {
  const whole = await readFile(goldenFile('pdf/ferry.pdf'));
  for (const share of [0.1, 0.5, 0.9]) {
    const path = await newFile('cut.pdf', whole.subarray(0, Math.floor(whole.length * share)));
    await expect(read(path)).rejects.toMatchObject({ code: 'corpus-damaged' });
  }
  const none = await newFile('none.pdf', '%PDF-1.4\nnothing of a PDF\nstartxref\n9\n%%EOF\n');
  await expect(read(none)).rejects.toMatchObject({ code: 'corpus-damaged' });
});

test('ends where a short stream unpacks to more than it may', async () => {
  const bomb = await newFile('bomb.pdf', pdfOf(deflateSync(Buffer.alloc(1_000_000_000, ' '))));
  await expect(read(bomb)).rejects.toMatchObject({ code: 'corpus-unsafe' });
});

test('refuses halves of characters, or leaves them out and counts them', async () => {
  const path = await newFile('half.pdf', pdfOf(deflateSync('BT /F 9 Tf <0041D8350042> Tj ET')));
  await expect(read(path)).rejects.toMatchObject({
    code: 'corpus-undecodable',
    message: expect.stringContaining('2 bytes that PDF does not know') as string,
  });
  const { documents, facts } = await readFileSource(path, { skipUndecodable: true }, { pdfScript });
  expect(documents).toEqual([{ name: '', text: 'AB\n' }]);
  expect(facts.undecodable).toBe(2);
});

test('counts the pages that have no text', async () => {
  const shown = deflateSync('BT /F 9 Tf <00410042> Tj ET');
  const { documents, facts } = await read(await newFile('gaps.pdf', pdfOf(shown, 2)));
  expect(documents).toEqual([{ name: '', text: 'AB\n' }]);
  expect(facts.partsWithoutText).toBe(2);
});

test('is cancelled between pages and before any', async () => {
  const controller = new AbortController();
  controller.abort();
  await expect(read(goldenFile('pdf/ferry.pdf'), controller.signal)).rejects.toMatchObject({
    code: 'cancelled',
  });
});

/** A font whose codes are characters, two bytes each. */
const font =
  '<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2' +
  '/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000' +
  '/FontDescriptor<</Type/FontDescriptor/FontName/X/Flags 4>>>>]>>';

/** A PDF of a page that shows what the stream unpacks to, and of empty ones. */
function pdfOf(stream: Uint8Array, emptyPages = 0): Buffer {
  const empty = new Array<string>(emptyPages).fill(
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>',
  );
  const kids = ['3 0 R', ...empty.map((_, at) => `${5 + at} 0 R`)];
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Kids[${kids.join(' ')}]/Count ${kids.length}>>`,
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F ${font}>>>>>>`,
    `<</Length ${stream.length}/Filter/FlateDecode>>stream\n${Buffer.from(stream).toString('latin1')}\nendstream`,
    ...empty,
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, at) => {
    const offset = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const size = objects.length + 1;
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  return Buffer.from(
    `${text}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`,
    'latin1',
  );
}

/** Lines of 10-point letters, each 5 points wide, at heights and indents. */
const page = (lines: [text: string, x: number, y: number][]) =>
  pageText(
    lines.map(([str, x, y]) => ({
      str,
      transform: [10, 0, 0, 10, x, y],
      width: str.length * 5,
      hasEOL: true,
    })),
  );

test('joins words that a hyphen broke, and begins a paragraph after a short line, an indent or a gap', () => {
  const text = page([
    ['It was a quiet eve-', 0, 100],
    ['ning by the sea and', 0, 88],
    ['all slept.', 0, 76],
    ['Not so the captain,', 0, 64],
    ['  who sat on the qu', 10, 52],
    ['ay and did not stir', 0, 40],
    ['At the bottom of it', 0, 12],
  ]);
  expect(text.split('\n')).toEqual([
    'It was a quiet evening by the sea and all slept.',
    'Not so the captain,',
    'who sat on the qu ay and did not stir',
    'At the bottom of it',
    '',
  ]);
});

test('keeps the lines after an item’s first, which are indented, with it', () => {
  const text = page([
    ['1. An item that is long', 0, 100],
    ['and goes on below', 15, 88],
    ['and once more and on', 15, 76],
    ['and here it ends.', 15, 64],
  ]);
  expect(text).toBe(
    '1. An item that is long and goes on below and once more and on and here it ends.\n',
  );
});

test('reads a list’s mark out of a font of symbols', () => {
  expect(page([['\uf0b7 oil', 0, 100]])).toBe('• oil\n');
});
