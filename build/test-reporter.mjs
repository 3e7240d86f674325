// Counts a vitest run for `npm test`: what passed, what failed, and what was skipped for which reason.
// Vitest's own JSON leaves the reasons out. Writes one file, named by CHARLOOM_TEST_RESULTS.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** @import { Reporter, TestModule } from 'vitest/node' */

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {{ name: string, reason: string }[]} skipped
 */

/** @implements {Reporter} */
export default class TallyReporter {
  /**
   * @param {readonly TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const path = process.env.CHARLOOM_TEST_RESULTS;
    if (!path) throw new Error('CHARLOOM_TEST_RESULTS must name the file to write');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(tallyOf(modules, unhandledErrors.length)));
  }
}

/**
 * What a run comes to.
 * @param {readonly TestModule[]} modules
 * @param {number} unhandled errors outside any test; each counts as a failure
 * @returns {Tally}
 */
export function tallyOf(modules, unhandled) {
  /** @type {Tally} */
  const tally = { passed: 0, failed: unhandled, skipped: [] };
  for (const module of modules) {
    let failedTests = 0;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') tally.passed += 1;
      else if (result.state === 'failed') failedTests += 1;
      else {
        const note = result.state === 'skipped' ? result.note : undefined;
        tally.skipped.push({ name: test.fullName, reason: note ?? 'no reason given' });
      }
    }
    // A file that cannot be loaded, or whose hooks fail, holds no failed test and is one failure all the same.
    tally.failed += failedTests === 0 && module.state() === 'failed' ? 1 : failedTests;
  }
  return tally;
}
