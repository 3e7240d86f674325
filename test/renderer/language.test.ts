import { describe, expect, test } from 'vitest';
import { EngineError } from '../../app/contract/errors.ts';
import { Language } from '../../renderer/state/language.svelte.ts';
import { memoryStore } from './test-session.ts';

const english = () => new Language('en-GB', memoryStore());
const chinese = () => new Language('zh-Hans-CN', memoryStore());

describe('the language', () => {
  test('follows the system at first', () => {
    expect(chinese().current).toBe('zh-CN');
    expect(new Language('fr', memoryStore()).current).toBe('en');
  });

  test('remembers what was chosen over what the system says', () => {
    const store = memoryStore();
    new Language('en', store).use('zh-CN');
    expect(new Language('en', store).current).toBe('zh-CN');
  });

  test('says spans of time by their two largest units', () => {
    const { duration } = english();
    expect(duration(33)).toBe('33 s');
    expect(duration(273)).toBe('4 min 33 s');
    expect(duration(60)).toBe('1 min');
    expect(duration(2 * 3600 + 5 * 60)).toBe('2 h 5 min');
    expect(duration(26 * 3600)).toBe('1 d 2 h');
    expect(chinese().duration(273)).toBe('4 分 33 秒');
  });

  test('writes large numbers in each language’s own steps', () => {
    expect(english().compact(1_900_000)).toBe('1.9M');
    expect(chinese().compact(1_900_000)).toBe('190万');
  });

  test('writes sizes in decimal units', () => {
    expect(english().bytes(412_000_000)).toBe('412 MB');
    expect(english().bytes(0)).toBe('0 bytes');
    expect(english().bytes(1)).toBe('1 byte');
    expect(chinese().bytes(14)).toBe('14 字节');
  });
});

describe('an error', () => {
  const tooShort = new EngineError(
    'corpus-too-short',
    '"a.txt" has 12 characters; 500 are needed.',
    {
      details: { name: 'a.txt', characters: 12, minimum: 500 },
    },
  );

  test('is said with its numbers in Chinese', () => {
    expect(chinese().error(tooShort)).toBe(
      '「a.txt」有 12 个字符，至少需要 500 个。请多加一些文字。',
    );
  });

  test('is said in the engine’s own words in English', () => {
    expect(english().error(tooShort)).toBe(tooShort.message);
  });

  test('is said in general in Chinese where numbers are missing', () => {
    const bare = new EngineError('corpus-too-short', 'Too short.');
    expect(chinese().error(bare)).toBe('文本太短，学不到东西，请多加一些。');
  });

  test('tells sizes in the unit that fits, in Chinese as in English', () => {
    const details = { neededMegabytes: 146_230, availableMegabytes: 900 };
    expect(chinese().error(new EngineError('out-of-memory', 'Too large.', { details }))).toContain(
      '大约需要 142.9 GB 内存，这台电脑能给出 900 MB。',
    );
  });

  test('of too little memory fits a text as well as a training', () => {
    expect(chinese().error(new EngineError('out-of-memory', 'Too little.'))).toBe(
      '内存不足，请关闭其他程序后再试；如果是在训练，请把层或批大小调小一些。',
    );
  });

  test('of a kind that nobody expected keeps its own message', () => {
    expect(chinese().error(new Error('boom'))).toBe('Charloom 内部出错：boom');
  });
});

describe('a notice', () => {
  test('is said with its numbers where they came along, and without them otherwise', () => {
    const language = new Language('en', memoryStore());
    const details = { step: 1200, toStep: 1000, learningRate: 0.0025 };
    const sentence = language.notice({ code: 'rolled-back', details });
    expect(sentence).toContain('back to step 1,000');
    expect(sentence).toContain('to 0.0025.');
    expect(language.notice({ code: 'rolled-back' })).toBe(language.t('notice.rolled-back'));
  });
});

test('things in a row are joined as the language joins them, figures apart from Chinese words', () => {
  const language = new Language('zh-CN', memoryStore());
  expect(language.list(['1 份文档', '3 个段落'])).toBe('1 份文档和 3 个段落');
  language.use('en');
  expect(language.list(['1 document', '3 paragraphs'])).toBe('1 document and 3 paragraphs');
});
