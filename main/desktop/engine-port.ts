// The window's line to the engine: a message port, relayed to a connection of the engine host.

import { MessageChannelMain, type WebContents } from 'electron';
import { asCall } from '../engine/calls.ts';
import type { EngineHost } from '../engine-host.ts';

/** Gives a page whose sender has been checked a port of its own; a page that goes closes it. */
export function openEnginePort(contents: WebContents, host: EngineHost): void {
  const { port1: ownEnd, port2: pageEnd } = new MessageChannelMain();
  const engine = host.connect();
  engine.on((message) => ownEnd.postMessage(message));
  ownEnd.on('message', ({ data }) => {
    const call = asCall(data);
    if (call) engine.post(call);
  });
  ownEnd.on('close', () => engine.close());
  ownEnd.start();
  contents.postMessage('engine.port', null, [pageEnd]);
}
