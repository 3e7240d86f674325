// The engine's tests on this Node and on the one that Electron brings.
import { runEngineTests } from './engine-tests.mjs';
import { electronNodeVersion, fetchNode } from './fetch-node.mjs';
import { hold } from './check-failed.mjs';

/** @import { LongCheck } from './check.ts' */

/** @type {LongCheck} */
export const node24 = {
  name: 'node-24',
  shows: "the engine's tests pass on this Node and on Electron's",

  async run({ context, report, say }) {
    say(`fetching Node ${electronNodeVersion}`);
    const other = await fetchNode(context, report);
    say(`the engine's tests on Node ${process.versions.node}`);
    const here = await runEngineTests(context, { node: process.execPath });
    say(`the engine's tests on Node ${electronNodeVersion}`);
    const there = await runEngineTests(context, { node: other });
    hold(
      here.passed === there.passed,
      `${here.passed} tests passed on Node ${process.versions.node}, ${there.passed} on ${electronNodeVersion}`,
    );
    return {
      summary: `${here.passed} tests pass on Node ${process.versions.node} and on ${electronNodeVersion}`,
      figures: [
        `Node ${process.versions.node}: ${here.passed} passed in ${here.seconds.toFixed(0)} s`,
        `Node ${electronNodeVersion}: ${there.passed} passed in ${there.seconds.toFixed(0)} s`,
        ...there.skipped.map(({ name, reason }) => `skipped: ${name}: ${reason}`),
      ],
    };
  },
};
