// A parent that starts an engine and waits to be killed: for the test that the engine does not outlive it.
import { forkEngine } from '../../main/engine/child.ts';
import { EngineHost } from '../../main/engine-host.ts';

const [, , script = '', home = ''] = process.argv;
const host = new EngineHost({
  settings: {
    home,
    samplesFolder: '',
    replicaScript: '',
    countingScript: '',
    readingScript: '',
    version: '0',
  },
  script,
  spawn: forkEngine,
  log: () => undefined,
});
await host.ready;
process.send?.(host.processId);
