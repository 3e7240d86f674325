// How Electron starts the engine process: as a utility process, which needs no Node of its own.

import { utilityProcess } from 'electron';
import type { EngineFrame } from '../engine/frames.ts';
import type { SpawnEngine } from '../engine/child.ts';

/** Starts the engine process; only once the app is ready. */
export const spawnUtility: SpawnEngine = (script, environment) => {
  const child = utilityProcess.fork(script, [], {
    env: environment,
    stdio: 'pipe',
    serviceName: 'Charloom engine',
  });
  // Its exit follows, and says all that matters here; without a listener Electron would throw this.
  child.on('error', () => undefined);
  // After its exit nothing may be posted to it: Electron itself would crash.
  let hasExited = false;
  return {
    processId: () => child.pid,
    post(frame) {
      if (!hasExited) child.postMessage(frame);
    },
    onFrame: (listener) => void child.on('message', (frame) => listener(frame as EngineFrame)),
    onOutput(listener) {
      child.stdout?.on('data', (chunk: Buffer) => listener(chunk.toString('utf8')));
      child.stderr?.on('data', (chunk: Buffer) => listener(chunk.toString('utf8')));
    },
    onExit: (listener) =>
      void child.once('exit', (code) => {
        hasExited = true;
        // Electron calls from within the process's own end; what follows may start the next one.
        setImmediate(() => listener(`it ended with code ${code}`));
      }),
    kill() {
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    },
  };
};
