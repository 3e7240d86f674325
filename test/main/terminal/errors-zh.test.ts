import { describe, expect, test } from 'vitest';
import type { ErrorCode, ErrorDetails } from '../../../app/contract/errors.ts';
import { chineseError } from '../../../main/terminal/messages-errors-zh.ts';

const say = (code: ErrorCode, details: ErrorDetails) =>
  chineseError({ code, message: 'In English.', details });

describe('an error in Chinese', () => {
  test.each<[ErrorCode, ErrorDetails, string]>([
    ['corpus-empty', { name: 'a.txt', minimum: 500 }, '“a.txt”是空的，请选择至少有 500 个字符'],
    [
      'corpus-too-short',
      { name: 'a.txt', characters: 10, minimum: 500 },
      '“a.txt”有 10 个字符，至少需要 500 个',
    ],
    [
      'corpus-too-short',
      { characters: 600, training: 100, minimum: 300 },
      '全文 600 个字符中，只剩 100 个用于训练，至少需要 300 个',
    ],
    ['corpus-too-short', { characters: 120, minimum: 300 }, '用于训练的部分有 120 个字符'],
    ['corpus-binary', { name: 'a.png' }, '“a.png”里没有能读的文字'],
    [
      'corpus-undecodable',
      { name: 'a.txt', encoding: 'big5', undecodable: 1_200 },
      '有 1,200 个字节不属于 big5 编码',
    ],
    ['corpus-damaged', { name: 'a.epub' }, '“a.epub”已损坏'],
    ['corpus-field-missing', { name: 'a.csv', fields: 'note, text' }, '有这些：note, text'],
    ['corpus-sources-gone', { names: 'a.txt', missing: 1 }, '“a.txt”已不在原处'],
    ['corpus-sources-gone', { names: '', missing: 0 }, '没有文件可以重新读取'],
    ['model-busy', { corpus: 'text-1' }, '用这份文本训练'],
    ['invalid-request', { notation: 'z-a' }, '“z-a”不是字符列表'],
    [
      'corpus-not-utf8',
      { name: 'a.txt', offset: 7, looksLike: 'GBK' },
      '第 7 个字节起），看起来像 GBK',
    ],
    ['training-not-finite', { step: 70, learningRate: 0.01 }, '第 70 步变成了非数值'],
    ['library-unwritable', { folder: '/a/b', reason: 'it is a folder' }, '无法写入“/a/b”'],
    ['disk-full', { neededMegabytes: 30, freeMegabytes: 4 }, '需要 30 MB，只剩 4 MB'],
    [
      'out-of-memory',
      { neededMegabytes: 26998, availableMegabytes: 19284 },
      '大约需要 26.4 GB 内存，这台电脑能给出 18.8 GB',
    ],
  ])('tells what happened, what was expected and what to do: %s %o', (code, details, words) => {
    const sentence = say(code, details);
    expect(sentence).toContain(words);
    expect(sentence).toMatch(/请.+。$/);
    expect(sentence).not.toContain('In English.');
  });

  test('keeps the engine’s own words where numbers are missing', () => {
    expect(say('corpus-too-short', {})).toBe('文本太短，学不到东西，请多加一些。（In English.）');
    expect(say('model-busy', {})).toContain('（In English.）');
  });

  test('a lack of memory is told so that it fits a text as well as a training', () => {
    const sentence = '内存不足，请关闭其他程序后再试；如果是在训练，请把层或批大小改小。';
    expect(say('out-of-memory', {})).toBe(`${sentence}（In English.）`);
  });
});
