import { expect, test } from 'vitest';
import { languageOf, messagesIn } from '../../../main/desktop/messages.ts';

test('starts in Chinese where the system speaks it, else in English', () => {
  expect(['zh', 'zh-CN', 'zh-Hant-TW', 'en-GB', 'de', ''].map(languageOf)).toEqual([
    ...['zh-CN', 'zh-CN', 'zh-CN'],
    ...['en', 'en', 'en'],
  ]);
});

test('leaves nothing in English in the Chinese words', () => {
  const english = Object.values(messagesIn('en')).map(String);
  for (const text of Object.values(messagesIn('zh-CN')))
    expect(english).not.toContain(String(text));
});
