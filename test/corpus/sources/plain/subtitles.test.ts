import { expect, test } from 'vitest';
import { SubtitleReducer } from '../../../../app/corpus/sources/plain/subtitles.ts';
import { goldenFile, readFileSource } from '../reading.ts';

function reduce(text: string): string {
  const whole = new SubtitleReducer();
  const out = whole.push(text) + whole.finish();
  const reducer = new SubtitleReducer();
  let pieces = '';
  for (const character of text) pieces += reducer.push(character);
  expect(pieces + reducer.finish()).toBe(out);
  return out;
}

test.each(['ferry.srt', 'ferry.vtt'])(
  'reads what pysubs2 wrote to %s as it is spoken',
  async (name) => {
    const { documents, facts } = await readFileSource(goldenFile(`subtitles/${name}`));
    expect(facts.format).toBe('subtitles');
    expect(documents).toEqual([
      {
        name: '',
        text:
          'The ferry leaves at six, when the fog still lies on the water.\n- Who is there?\n- Only me & the bell.\n' +
          '雾还没有散，码头上的人看不见灯。\n12\n',
      },
    ]);
  },
);

test('leaves out what WebVTT has beside cues: its header, notes, styles, names, settings and voices', () => {
  const text = [
    'WEBVTT - A film\nKind: captions\n',
    'NOTE to the\ntranslator\n',
    'STYLE\n::cue { color: red }\n',
    'opening\n00:01.000 --> 00:02.000 align:start position:10%\n<v Marta>Come <c.loud>here</c>,</v> &lt;now&gt;.\n',
    '00:02.000 --> 00:03.000\n<00:02.500>Yes.\n',
  ].join('\n');
  expect(reduce(text)).toBe('Come here, <now>.\nYes.\n');
});

test('decodes what is written by number or name, and leaves out readings of words', () => {
  const cue =
    'It&#39;s &quot;me&quot; &amp;lt; &#x4e2d; &bogus;\n<ruby>漢<rt>kan</rt>字<rt>ji</rt></ruby>';
  expect(reduce(`WEBVTT\n\n00:01.000 --> 00:02.000\n${cue}\n`)).toBe(
    'It\'s "me" &lt; 中 &bogus; 漢字\n',
  );
});

test('keeps lines after an empty one in SubRip, and takes cues that no empty line parts', () => {
  const text =
    '1\r\n00:00:01,000 --> 00:00:02,000\r\nOne.\r\n\r\nTwo.\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n{\\an8}Three.\r\n' +
    '3\r\n00:00:05,000 --> 00:00:06,000\r\n1984\r\n';
  expect(reduce(text)).toBe('One. Two.\nThree.\n1984\n');
});

test('says a line once that rolls up through captions', () => {
  const cue = (at: number, text: string) =>
    `${at}\n00:00:0${at},000 --> 00:00:0${at + 1},000\n${text}\n\n`;
  expect(
    reduce(cue(1, 'We left.') + cue(2, 'We left.\nIt was late.') + cue(3, 'It was late.')),
  ).toBe('We left.\nIt was late.\n');
});
