// What a refusal repeats of what was typed, where that is thousands of characters long.

import { describe, expect, test } from 'vitest';
import { runInFake } from './fake-terminal.ts';

describe('what was typed very long', () => {
  const long = `${'a'.repeat(5_000)}z`;
  const languages = ['', 'zh_CN.UTF-8'];

  test.each([
    ['a file', ['train', long]],
    ['a model', ['sample', long]],
    ['a command', [long]],
    ['an option', [`--${long}`]],
    ['a value', ['train', 'a.txt', '--epochs', long]],
    ['a value behind its option', ['train', 'a.txt', `--epochs=${long}`]],
  ])('is repeated in short: %s', async (_, typed) => {
    for (const LANG of languages) {
      const handlers = () => ({ 'model.list': () => [] });
      const outcome = await runInFake([...typed, '--json'], { environment: { LANG }, handlers });
      expect(outcome.exitCode).not.toBe(0);
      for (const said of [outcome.stderr, JSON.stringify(outcome.lines)]) {
        expect(said).toMatch(/a{60} … a{30,}z/);
        expect(said.length).toBeLessThan(600);
      }
    }
  });

  test('is no path as most are', async () => {
    const path = `/${'folder/'.repeat(20)}a.txt`;
    expect((await runInFake(['train', path])).stderr).toContain(`"${path}"`);
  });
});
