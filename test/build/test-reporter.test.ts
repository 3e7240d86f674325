import { expect, test } from 'vitest';
import type { TestModule } from 'vitest/node';
import { tallyOf } from '../../build/test-reporter.mjs';

type State = { state: 'passed' | 'failed' } | { state: 'skipped'; note?: string };

/** As much of a module as the tally looks at. */
function moduleOf(state: 'passed' | 'failed', results: State[]): TestModule {
  const tests = results.map((result, index) => ({
    fullName: `test ${index}`,
    result: () => result,
  }));
  return { state: () => state, children: { allTests: () => tests } } as unknown as TestModule;
}

test('counts what passed and failed, and keeps the reason of each skipped test', () => {
  const modules = [
    moduleOf('failed', [{ state: 'passed' }, { state: 'failed' }]),
    moduleOf('passed', [
      { state: 'passed' },
      { state: 'skipped', note: 'there is no display' },
      { state: 'skipped' },
    ]),
  ];
  expect(tallyOf(modules, 0)).toEqual({
    passed: 2,
    failed: 1,
    skipped: [
      { name: 'test 1', reason: 'there is no display' },
      { name: 'test 2', reason: 'no reason given' },
    ],
  });
});

test('counts a file that does not load, and an error outside any test, as one failure each', () => {
  expect(tallyOf([moduleOf('failed', [])], 1)).toEqual({ passed: 0, failed: 2, skipped: [] });
});
