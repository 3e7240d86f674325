// The engine's tests on libtensorflow 2.9.1, which is what tfjs-node's own installer brings. The clone keeps
// the library that it has: only the processes of this proof load the other one.
import { fileURLToPath } from 'node:url';
import { run } from '../../build/setup/run.mjs';
import { hold } from './check-failed.mjs';
import { runEngineTests } from './engine-tests.mjs';
import { fetchTensorFlow } from './fetch-tensorflow.mjs';

/** @import { LongCheck } from './check.ts' */

const version = '2.9.1';
const preload = new URL('other-tensorflow.mjs', import.meta.url).href;
const probe = fileURLToPath(new URL('tensorflow-version.mjs', import.meta.url));

/** @type {LongCheck} */
export const tensorflow29 = {
  name: 'tensorflow-2.9',
  shows: `the engine's tests pass on libtensorflow ${version}`,

  async run({ context, report, say }) {
    say(`fetching libtensorflow ${version} and compiling the addon for it`);
    const addon = await fetchTensorFlow(context, report);
    const environment = {
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${preload}`.trim(),
      CHARLOOM_TEST_ADDON: addon,
    };
    say('asking a process and a thread of it which library they load');
    const asked = await run(process.execPath, [probe], {
      cwd: context.repository,
      env: { ...process.env, ...environment },
      timeoutMs: 120_000,
    });
    const loaded = asked.output.match(/libtensorflow \S+/g) ?? [];
    hold(
      loaded.length === 2 && loaded.every((each) => each === `libtensorflow ${version}`),
      `not ${version} but something else is loaded: ${asked.reason || loaded.join(', ')}`,
    );
    say(`the engine's tests on libtensorflow ${version}`);
    const { passed, skipped, seconds } = await runEngineTests(context, {
      node: process.execPath,
      environment,
    });
    return {
      summary: `${passed} tests pass on libtensorflow ${version}`,
      figures: [
        `${passed} passed in ${seconds.toFixed(0)} s; a process and its worker thread both say ${version}`,
        ...skipped.map(({ name, reason }) => `skipped: ${name}: ${reason}`),
      ],
    };
  },
};
