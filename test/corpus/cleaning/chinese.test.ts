import { ConverterBuilder } from 'opencc-js/core';
import * as simplified from 'opencc-js/preset/t2cn';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadChinese } from '../../../app/corpus/cleaning/chinese-dictionary.ts';
import { ChineseConverter } from '../../../app/corpus/cleaning/chinese.ts';
import { alike, clean, expectIdempotent, expectSameHoweverCut, textsOf } from './pieces.ts';

const toSimplified = () => new ChineseConverter('simplified');
const toTraditional = () => new ChineseConverter('traditional');

beforeAll(async () => {
  await Promise.all([loadChinese('simplified'), loadChinese('traditional')]);
});

describe('Chinese', () => {
  test.each([
    ['漢字與簡化字，龍馬精神。', '汉字与简化字，龙马精神。'],
    ['乾隆皇帝把衣服弄乾淨', '乾隆皇帝把衣服弄干净'],
    ['瞭解一目瞭然，瞭望臺', '了解一目了然，瞭望台'],
  ])('becomes Simplified by phrases: %s', (text, expected) => {
    expect(clean(toSimplified(), text).text).toBe(expected);
  });

  test.each([
    ['头发发现后面皇后', '頭髮發現後面皇后'],
    ['干净的干部在乾坤里', '乾淨的幹部在乾坤裏'],
    ['只有一只鸟', '只有一隻鳥'],
  ])('becomes Traditional by phrases: %s', (text, expected) => {
    expect(clean(toTraditional(), text).text).toBe(expected);
  });

  test('is counted by phrases and characters that change', () => {
    expect(clean(toSimplified(), '漢字 and 乾隆皇帝, 马').changes).toBe(1);
  });

  test('gives what the library gives for a whole text, wherever it is cut', () => {
    const texts = textsOf(
      '乾',
      '隆',
      '淨',
      '一',
      '目',
      '瞭',
      '然',
      '解',
      '子曰',
      'a',
      '\n',
      '𠮷',
      '大目乾連冥間救母',
    );
    const whole = ConverterBuilder(simplified)({ from: 't', to: 'cn' });
    expectSameHoweverCut(toSimplified, texts, (text) => whole(text));
    const phrases = textsOf(
      '头',
      '发',
      '现',
      '亚历杭德罗·',
      '冈萨雷斯·伊纳里图',
      '后',
      '皇',
      '里',
      '面',
      '𠮷',
    );
    expectSameHoweverCut(toTraditional, phrases);
  });

  test('changes nothing more the second time', () => {
    const texts = textsOf('乾', '淨', '龍', '與', '瞭', '解', '著', '，', 'a', '發', '後');
    expectIdempotent(toSimplified, texts);
  });

  test('keeps endless ideographic descriptions as they are, in little memory', () => {
    const text = '⿰'.repeat(100_000);
    expect(alike(toSimplified(), [text, text])).toBe(text + text);
  });
});
