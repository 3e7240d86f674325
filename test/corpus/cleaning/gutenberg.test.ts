import { describe, expect, test } from 'vitest';
import { GutenbergRemover } from '../../../app/corpus/cleaning/gutenberg.ts';
import { LineStream } from '../../../app/corpus/cleaning/line-stream.ts';
import { alike, clean, expectIdempotent, expectSameHoweverCut, textsOf } from './pieces.ts';

const make = () => new LineStream(new GutenbergRemover());
const book = 'CHAPTER I\n\nIt was a dark night.\n';
const licence = 'Updated editions will replace the previous one.\n'.repeat(300);

describe('Project Gutenberg’s header', () => {
  test.each([
    ['today', '*** START OF THE PROJECT GUTENBERG EBOOK A NIGHT ***\n'],
    ['in 2010', '*** START OF THIS PROJECT GUTENBERG EBOOK A NIGHT ***\n'],
    ['in 2004', '***START OF THE PROJECT GUTENBERG EBOOK A NIGHT***\n'],
    [
      'with a long title',
      '*** START OF THE PROJECT GUTENBERG EBOOK A NIGHT, A DAY,\nAND ANOTHER ***\n',
    ],
    ['in the 1990s', '*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*\n'],
    ['in 2002', '*END THE SMALL PRINT! FOR PUBLIC DOMAIN EBOOKS*Ver.02/11/02*END*\n'],
    ['in German', '*** BEGINN DES PROJEKT GUTENBERG ETEXTES EINE NACHT ***\n'],
    ['in Spanish', '*** INICIO DEL PROYECTO GUTENBERG: UNA NOCHE ***\n'],
  ])('goes as it was %s', (_, marker) => {
    const header = `The Project Gutenberg EBook of A Night\n\nThis ebook is for anyone.\n\n${marker}\n\n`;
    expect(clean(make(), header + book)).toEqual({ text: book, changes: 1 });
  });

  test('goes with the credits behind it', () => {
    const credits =
      '\n\nProduced by Anna Berg and the Online\nDistributed Proofreading Team\n\nE-text prepared by Bo\n\n\n';
    const text = `x\n*** START OF THE PROJECT GUTENBERG EBOOK A ***${credits}${book}`;
    expect(clean(make(), text)).toEqual({ text: book, changes: 1 });
  });

  test('goes with a marker that never ends, and no more of the book than two lines', () => {
    const text = '*** START OF THE PROJECT GUTENBERG EBOOK A\none\ntwo\nthree\nfour\n';
    expect(clean(make(), text).text).toBe('three\nfour\n');
  });
});

describe('Project Gutenberg’s licence', () => {
  test.each([
    '*** END OF THE PROJECT GUTENBERG EBOOK A NIGHT ***\n',
    '*** END OF THIS PROJECT GUTENBERG EBOOK A NIGHT ***\n',
    '***END OF THE PROJECT GUTENBERG EBOOK A NIGHT***\n',
    'End of the Project Gutenberg EBook of A Night, by Anna Berg\n',
    "End of Project Gutenberg's A Night, by Anna Berg\n",
    "End of Project Gutenberg's A Night, by Anna Berg\r\n",
    "End of Project Gutenberg's l'Assommoir, by Emile Zola\n",
    'End of The Project Gutenberg Etext of A Night\n',
    'End of this Project Gutenberg Etext A Night\n',
    'End of the Project Gutenberg\n',
    'This is the end of the Project Gutenberg Edition of A Night.\n',
    '*** ENDE DES PROJEKT GUTENBERG EBOOKS EINE NACHT ***\n',
    'Ende dieses Projekt Gutenberg Etextes Eine Nacht\n',
    'Fin de Project Gutenberg Etext Une nuit\n',
    'Fim do Projeto Gutenberg\n',
  ])('goes from %j on', (marker) => {
    expect(clean(make(), `${book}${marker}\n${licence}`)).toEqual({ text: book, changes: 1 });
  });

  test('goes between two books in one file, with the second one’s header', () => {
    const whole = `head\n*** START OF THE PROJECT GUTENBERG EBOOK A ***\n${book}*** END OF THE PROJECT GUTENBERG EBOOK A ***\n${licence}`;
    expect(clean(make(), whole + whole)).toEqual({ text: book + book, changes: 3 });
  });

  test('goes alone where much else follows', () => {
    const last = 'and how to subscribe to our email newsletter to hear about new eBooks.\n';
    const end = `End of Project Gutenberg's A Night\n${licence}${last}`;
    const other = 'And another text. '.repeat(4) + '\n';
    const text = `${book}${end}${other.repeat(1000)}`;
    expect(clean(make(), text)).toEqual({ text: book + other.repeat(1000), changes: 1 });
  });

  test('stays, as any text, where it has no end and too much follows', () => {
    const text = `${book}End of Project Gutenberg's A Night\n${'x\n'.repeat(40_000)}`;
    expect(clean(make(), text)).toEqual({ text, changes: 0 });
  });
});

test.each([
  book,
  'He spoke of Project Gutenberg and where its end may be.\n',
  '*** \n',
  '*** THE END ***\n',
  'THE END OF IT\n',
  'End of Project Gutenberg was what the papers wrote that day.\n',
  'End of Project Gutenberg’s long search for readers.\n',
  'End of the Project Gutenberg ebook that I had begun in May.\n',
  'End of Project Gutenberg, and of much else.\n',
])('a text without markers stays as it is: %j', (text) => {
  expect(clean(make(), text)).toEqual({ text, changes: 0 });
});

test('what Project Gutenberg adds goes alike wherever a text is cut', () => {
  const texts = textsOf(
    '*** START OF THE PROJECT GUTENBERG EBOOK A ***\n',
    '*** START OF THE PROJECT GUTENBERG EBOOK A\n',
    '*** END OF THE PROJECT GUTENBERG EBOOK A ***\n',
    'End of Project Gutenberg’s A\n',
    'Produced by B\n',
    '\n',
    'text\n',
    'x',
  );
  expectSameHoweverCut(make, texts);
  const once = texts.filter((text) => text.split('GUTENBERG').length < 3);
  expectIdempotent(make, once);
});

test('a document without line ends is not held', () => {
  const stage = make();
  const long = 'x'.repeat(1_000_000);
  expect(stage.push(long)).toBe(long);
  expect(alike(stage, ['a\n', long, '\n'])).toBe(`a\n${long}\n`);
});
