// Finding the encoding: from marks, from the whole file, and telling text from what is none.

import { deflateSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { EncodingDetector } from '../../../app/corpus/encodings/encoding-detector.ts';

const english = 'It was a bright cold day in April, and nobody was about.\n';
const german = 'Die Bäume über den Flüssen blühen spät, weiß der Gärtner.\n';
const polish = 'Zażółć gęślą jaźń, powiedział żółw i poszedł do łóżka.\n';
const russian = 'Все счастливые семьи похожи друг на друга.\n';
const chinese = '我们在山上看见了一条很长的河，河边有许多人。\n';

describe('marks', () => {
  test.each([
    ['utf-8', '\uFEFFa'],
    ['utf-16le', '\uFEFFno'],
    ['utf-16be', '\uFEFF中'],
    ['gb18030', '\uFEFF中文'],
  ])('a byte order mark says %s', (encoding, text) => {
    const bytes =
      encoding === 'gb18030'
        ? Buffer.concat([Buffer.from('84319533', 'hex'), iconv.encode('中文', encoding)])
        : iconv.encode(text, encoding);
    expect(best(bytes)).toMatchObject({ encoding, hasMark: true });
  });

  test('none is claimed where there is none', () => {
    expect(best(Buffer.from('中文'))).toMatchObject({ encoding: 'utf-8', hasMark: false });
  });
});

describe('evidence of the whole file', () => {
  test('ASCII and an empty file are UTF-8', () => {
    const expected = [{ encoding: 'utf-8', confidence: 1, hasMark: false }];
    expect(guesses(Buffer.from(english))).toEqual(expected);
    expect(guesses(Buffer.alloc(0))).toEqual(expected);
  });

  test.each([
    ['windows-1252', german],
    ['windows-1250', polish],
    ['windows-1251', russian],
    ['koi8-r', russian],
    ['gb18030', chinese],
  ])('one line of %s decides after a megabyte of ASCII', (encoding, line) => {
    const ascii = Buffer.from(english.repeat(20_000));
    expect(best(Buffer.concat([ascii, iconv.encode(line, encoding), ascii]))).toMatchObject({
      encoding,
    });
  });

  test('UTF-8 with a few damaged places stays UTF-8', () => {
    const bytes = Buffer.from(chinese.repeat(5_000));
    for (const at of [1000, 90_000, 200_001]) bytes[at] = 0xff;
    expect(best(bytes)).toMatchObject({ encoding: 'utf-8' });
  });

  test('GB18030 with a few damaged places stays GB18030', () => {
    const bytes = iconv.encode(chinese.repeat(200), 'gb18030');
    for (const at of [1000, 2001, 5000]) bytes[at] = 0xff;
    expect(best(bytes)).toMatchObject({ encoding: 'gb18030' });
  });

  test.each(['utf-8', 'gb18030', 'utf-16le'])('%s that was cut off is still found', (encoding) => {
    const bytes = iconv.encode(chinese.repeat(20), encoding);
    for (const cut of [1, 2, 3]) {
      expect(best(bytes.subarray(0, bytes.length - cut))).toMatchObject({ encoding });
    }
  });

  test.each([
    ['money', 'He paid £5 for the horse, and the other man had £20,000 a year.'],
    ['measures', 'It was 20 °C in the morning, 31°C at noon; turn by 90° and bake at 180 °C.'],
    ['paragraphs', 'See § 3 and § 14 of the act; §§ 5-7 apply.'],
    ['fractions', 'Take ½ cup of flour, 1½ cups of milk and ¾ tsp of salt, ± 3 g.'],
    ['powers', 'The area is 5 m² and the volume 7 m³, at 3.5 µm.'],
    ['loan words', 'The Réaumur scale; his œuvre, a hors d’œuvre, the manœuvre at Århus.'],
    [
      'two languages',
      'Naïve Françoise ate crème brûlée in Zürich, said “schöne Grüße” and left for Köln.',
    ],
  ])('English with %s is not taken for another language', (_, text) => {
    expect(best(iconv.encode(text, 'windows-1252'))?.encoding).toBe('windows-1252');
  });

  test.each([
    'Pan Müller z Köln mówił, że Łódź jest piękna.',
    'The cities of Łódź and Poznań; Krzyś Żółty lives there.',
    'Dobrý den, jak se máte? Škoda, že Jiří není doma.',
    'Bucureşti, Timişoara, Iaşi; mulţumesc, said Ioniţă.',
    'Győr, Szőke, Kűrtös and Erdős were there.',
  ])('“%s” is in windows-1250', (text) => {
    expect(best(iconv.encode(text, 'windows-1250'))?.encoding).toBe('windows-1250');
  });

  test('bytes that mean the same in two encodings are likelier in the more common one', () => {
    const [first, second] = guesses(iconv.encode(german, 'windows-1252'));
    expect(first?.encoding).toBe('windows-1252');
    expect(second?.encoding).toBe('windows-1250');
    expect(first!.confidence).toBeGreaterThan(2 * second!.confidence);
  });

  test.each([
    ['gb18030', '你好，世界'],
    ['big5', '我們在山上'],
    ['shift_jis', 'こんにちは'],
    ['euc-jp', 'こんにちは'],
    ['euc-kr', '안녕하세요'],
    ['windows-1251', 'Привет, мир'],
    ['koi8-r', 'Привет, мир'],
    ['shift_jis', '半角ｶﾅで書いた文です'],
  ])('a few words are enough for %s: %s', (encoding, text) => {
    expect(best(iconv.encode(text, encoding))?.encoding).toBe(encoding);
  });

  test('a last letter is enough to see that a file is not UTF-8', () => {
    expect(best(iconv.encode('They met in a small caf\u00E9', 'windows-1252'))?.encoding).not.toBe(
      'utf-8',
    );
  });

  test('a few bytes in UTF-8 outweigh what else they might be', () => {
    expect(best(Buffer.from('é'))).toMatchObject({ encoding: 'utf-8', confidence: 1 });
  });

  test('much in UTF-8 outweighs the stretch in another encoding before it', () => {
    const stretch = iconv.encode(german.repeat(20_000), 'windows-1252');
    const bytes = Buffer.concat([stretch, Buffer.from(russian.repeat(40_000))]);
    expect(best(bytes)).toMatchObject({ encoding: 'utf-8' });
  });

  test('guesses do not depend on how the file is cut', () => {
    const bytes = iconv.encode((english + german).repeat(2_000), 'windows-1252');
    const whole = guesses(bytes);
    for (const step of [1000, 4097, 65_537]) {
      const detector = new EncodingDetector();
      for (let at = 0; at < bytes.length; at += step) detector.push(bytes.subarray(at, at + step));
      expect(detector.guesses()).toEqual(whole);
    }
  });

  test('confidences are the likeliest first and no more than one together', () => {
    const found = guesses(iconv.encode('ein Bär', 'windows-1252')).map((guess) => guess.confidence);
    expect(found.length).toBeGreaterThan(1);
    expect(found).toEqual([...found].sort((left, right) => right - left));
    expect(found.reduce((sum, confidence) => sum + confidence, 0)).toBeLessThanOrEqual(1.0001);
  });
});

describe('what is no text', () => {
  /** Bytes from a linear congruential generator. */
  function noise(length: number, seed: number): Uint8Array {
    let state = seed;
    return Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    });
  }

  test('random bytes are in no encoding', () => {
    for (const length of [64, 1000, 100_000]) {
      for (let seed = 1; seed <= 20; seed++) expect(guesses(noise(length, seed))).toEqual([]);
    }
  });

  test('compressed bytes are in no encoding, from wherever they are taken', () => {
    const words = [...noise(40_000, 7)].map((byte) => english.slice(byte % 40, (byte % 40) + 6));
    const packed = deflateSync(words.join(''));
    for (let at = 0; at + 500 < packed.length; at += 1999) {
      expect(guesses(packed.subarray(at, at + 500))).toEqual([]);
    }
  });

  test('a program is in no encoding', () => {
    const program = Buffer.alloc(20_000);
    noise(5000, 3).forEach((byte, i) => (program[i * 4] = byte));
    program.set(Buffer.from('usage: program [options] file'), 9000);
    expect(guesses(program)).toEqual([]);
  });

  test('samples of sound and pixels are in no encoding', () => {
    const sound = Buffer.alloc(20_000);
    for (let i = 0; i < 10_000; i++) sound.writeInt16LE(Math.sin(i / 20) * 12_000, i * 2);
    expect(guesses(sound)).toEqual([]);
    const pixels = Uint8Array.from({ length: 30_000 }, (_, i) => 128 + 100 * Math.sin(i / 900));
    expect(guesses(pixels)).toEqual([]);
  });

  test('control characters alone make ASCII binary', () => {
    const bytes = Uint8Array.from({ length: 500 }, (_, i) => (i % 10 === 0 ? 1 : 0x61));
    expect(guesses(bytes)).toEqual([]);
  });
});

function guesses(bytes: Uint8Array) {
  const detector = new EncodingDetector();
  detector.push(bytes);
  return detector.guesses();
}

function best(bytes: Uint8Array) {
  return guesses(bytes)[0];
}
