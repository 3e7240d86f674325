// An engine process as its host sees it, and how Node starts one. Electron's way is desktop's own.

import { fork } from 'node:child_process';
import type { EngineFrame, HostFrame } from './frames.ts';

/** A running engine process: a channel of frames, what it prints, and its end. */
export interface EngineChild {
  readonly processId: () => number | undefined;
  post(frame: HostFrame): void;
  onFrame(listener: (frame: EngineFrame) => void): void;
  onOutput(listener: (text: string) => void): void;
  /** Called once, when the process is gone; `how` says so in a person's words. */
  onExit(listener: (how: string) => void): void;
  /** Ends it at once, whatever it is doing. */
  kill(): void;
}

/** Starts the engine process of `script`; each face brings its own way. */
export type SpawnEngine = (script: string, environment: NodeJS.ProcessEnv) => EngineChild;

/** The environment that every engine process gets: parallelism comes from replicas alone. */
export function engineEnvironment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {
    ...own,
    TF_NUM_INTRAOP_THREADS: '1',
    TF_NUM_INTEROP_THREADS: '1',
    TF_CPP_MIN_LOG_LEVEL: '3',
  };
  delete environment['ELECTRON_RUN_AS_NODE'];
  return environment;
}

/** Starts the engine process with Node's fork. */
export const forkEngine: SpawnEngine = (script, environment) => {
  const child = fork(script, [], { env: environment, execArgv: [], silent: true });
  let hasExited = false;
  return {
    processId: () => child.pid,
    post(frame) {
      if (child.connected) child.send(frame, () => undefined);
    },
    onFrame: (listener) => void child.on('message', (frame) => listener(frame as EngineFrame)),
    onOutput(listener) {
      child.stdout?.setEncoding('utf8').on('data', listener);
      child.stderr?.setEncoding('utf8').on('data', listener);
    },
    onExit(listener) {
      const once = (how: string) => {
        if (hasExited) return;
        hasExited = true;
        listener(how);
      };
      child.on('error', (error) => once(`it could not be started: ${error.message}`));
      child.on('exit', (code, signal) =>
        once(signal ? `it was ended by ${signal}` : `it ended with code ${code ?? 'unknown'}`),
      );
    },
    kill: () => void child.kill('SIGKILL'),
  };
};
