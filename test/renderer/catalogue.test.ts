import { describe, expect, test } from 'vitest';
import { fill, placeholdersOf, type Message } from '../../renderer/messages/catalogue.ts';
import { en } from '../../renderer/messages/en.ts';
import { zhCN } from '../../renderer/messages/zh-CN.ts';
import { zhCNErrors } from '../../renderer/messages/zh-CN-errors.ts';

const keys = Object.keys(en) as (keyof typeof en)[];

describe('the catalogues', () => {
  test('have the same keys in the same order', () => {
    expect(Object.keys(zhCN)).toEqual(keys);
  });

  test('ask for the same values in both languages', () => {
    for (const key of keys) expect(placeholdersOf(zhCN[key]), key).toEqual(placeholdersOf(en[key]));
  });

  test('say every sentence', () => {
    for (const key of keys) {
      const message: Message = en[key];
      const forms = typeof message === 'string' ? [message] : [message.one, message.other];
      for (const form of [...forms, zhCN[key]]) expect(form.trim(), key).not.toBe('');
    }
  });

  test('set Chinese sentences with Chinese punctuation', () => {
    const sentences = [
      ...Object.values(zhCN),
      ...Object.values(zhCNErrors).flatMap(({ detailed = [], general }) => [...detailed, general]),
    ];
    for (const sentence of sentences) expect(sentence).not.toMatch(/\p{Script=Han} ?[,;:?!()"]/u);
  });

  test('leave no English word in Chinese but names and units', () => {
    const allowed =
      /^(Charloom|LSTM|GRU|RNN|Elman|Keras|Karpathy|Adam|AdamW|RMSProp|SGD|ReLU|tanh|sigmoid|bfloat|float|char|rnn|keras|lstm|softmax|stack|mse|elman|nats|Windows|MB|TensorFlow|UTF|NFC|NFKC|Markdown|HTML|EPUB|Word|PDF|JSONL|Top|Min|txt|md|text|safetensors|Ctrl|Esc|p|k)$/;
    for (const [key, sentence] of Object.entries(zhCN)) {
      const words = sentence.replace(/\{\w+\}/g, '').match(/[A-Za-z]+/g) ?? [];
      for (const word of words) expect(word, key).toMatch(allowed);
    }
  });
});

describe('fill', () => {
  test('writes numbers as the language writes them', () => {
    expect(fill('{count} characters', { count: 1115394 }, 'en')).toBe('1,115,394 characters');
  });

  test('chooses the singular for one', () => {
    const message = { one: '{count} file', other: '{count} files' };
    expect(fill(message, { count: 1 }, 'en')).toBe('1 file');
    expect(fill(message, { count: 2 }, 'en')).toBe('2 files');
  });

  test('leaves braces alone that are part of a value', () => {
    expect(fill('“{name}”', { name: '{name}' }, 'en')).toBe('“{name}”');
  });
});
