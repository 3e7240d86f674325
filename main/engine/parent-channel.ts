// The engine process's way to its parent: Node's fork or Electron's utilityProcess, whichever started it.
// Knows the two kinds of channel and nothing of what travels.

import type { EngineFrame, FrameChannel, HostFrame } from './frames.ts';

/** Electron's end of a utility process, as much of it as is used here. */
interface UtilityPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

/** Opens the channel to the parent; `onLost` is called when the parent is gone. */
export function openParentChannel(onLost: () => void): FrameChannel {
  const utilityPort = (process as { parentPort?: UtilityPort }).parentPort;
  if (utilityPort) {
    return {
      post: (frame) => utilityPort.postMessage(frame),
      on: (listener) => utilityPort.on('message', (event) => listener(event.data as HostFrame)),
    };
  }
  if (!process.send) {
    throw new Error('The engine process has no parent: it is started by Charloom, never by hand.');
  }
  process.on('disconnect', onLost);
  return {
    post(frame: EngineFrame) {
      // The parent may be gone between two messages; 'disconnect' then does what is to be done.
      if (process.connected) process.send?.(frame, undefined, undefined, () => undefined);
    },
    on: (listener) => process.on('message', (frame) => listener(frame as HostFrame)),
  };
}
