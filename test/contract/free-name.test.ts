import { expect, test } from 'vitest';
import { freeName } from '../../app/contract/free-name.ts';
import { nameLength } from '../../app/contract/limits.ts';

test.each([
  ['Notes', [], 'Notes'],
  ['Notes', ['Notes'], 'Notes 2'],
  ['Notes', ['Notes', 'Notes 2', 'Notes 4'], 'Notes 3'],
  ['Notes 2', ['Notes 2'], 'Notes 3'],
  ['Act 2', ['Act 2', 'Act 3'], 'Act 4'],
  ['Notes 9', ['Notes', 'Notes 9'], 'Notes 2'],
  ['7', ['7'], '7 2'],
  ['红楼梦', ['红楼梦'], '红楼梦 2'],
])('%j among %j becomes %j', (name, taken, free) => {
  expect(freeName(name, taken)).toBe(free);
});

test('a numbered name is as long as a name may be, and cuts no character in two', () => {
  const long = 'x'.repeat(nameLength);
  expect(freeName(long, [long])).toBe(`${'x'.repeat(nameLength - 2)} 2`);
  const astral = '𠮷'.repeat(nameLength / 2);
  expect(freeName(`y${astral}`, [`y${astral}`])).toBe(`y${'𠮷'.repeat(nameLength / 2 - 2)} 2`);
});
