import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseStrictJson } from '../../app/formats/strict-json.ts';

describe('strict JSON', () => {
  test('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        if (text.includes('"__proto__"') || /\\ud[89a-f]/.test(text)) return;
        expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('refuses what JSON.parse refuses', () => {
    const pieces = fc.constantFrom(...'{}[]:,"\\ \n01.eE+-ab', '"a"', 'null', 'true', '\\u00e9');
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const text = parts.join('');
        let isValid = true;
        try {
          JSON.parse(text);
        } catch {
          isValid = false;
        }
        if (!isValid) expect(() => parseStrictJson(text)).toThrow('it has');
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ['a key that stands twice', '{"a":1,"b":{"c":1,"c":2}}', 'the key "c" twice at character 21'],
    ['a key twice in other letters', '{"a":1,"\\u0061":2}', 'the key "a" twice'],
    ['a key that reaches the prototype', '{"__proto__":{"x":1}}', 'the key "__proto__"'],
    ['half a character', '{"a":"\\ud83d"}', 'half a character'],
    ['endless nesting', '['.repeat(100_000), 'nesting deeper than 16'],
    ['a number beyond all bounds', '1e999', 'a number out of range'],
    ['text after the end', '{} {}', 'text after the value'],
    ['a control character in a string', '"a\u0001"', 'a string that is not valid'],
    ['a string without its end', '"abc\\"', 'a string without its end'],
    ['nothing', '', 'no value where one is expected at character 0'],
    ['an object without its end', '{"a":1', 'an object without its end'],
    ['a list without its end', '[1,2', 'a list without its end'],
    ['a key without a value', '{"a"}', 'no colon after a key'],
  ])('refuses %s', (_, text, problem) => {
    expect(() => parseStrictJson(text)).toThrow(problem);
  });

  test('leaves keys that only look dangerous as they are', () => {
    expect(parseStrictJson('{"constructor":1,"toString":2}')).toEqual(
      JSON.parse('{"constructor":1,"toString":2}'),
    );
  });

  test('reads a string of a megabyte', () => {
    const text = JSON.stringify('字"\\\n'.repeat(100_000));
    expect(parseStrictJson(text)).toBe(JSON.parse(text));
  });
});
