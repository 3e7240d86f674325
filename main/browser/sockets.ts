// One WebSocket, one front end: relays text messages between a tab and the engine host.
// Knows no method; a tab may only call. A tab that goes away takes nothing with it.

import type { WebSocket } from 'ws';
import { asCall, type Call } from '../engine/calls.ts';
import type { EngineHost } from '../engine-host.ts';
import type { TempFiles } from './temp-files.ts';

/** A tab that has this much unread is asleep or gone; it reads its state anew when it comes back. */
const longestBacklogBytes = 16 * 1024 ** 2;
/** No page of ours has more questions open at once. */
const mostUnanswered = 1_000;
const pingMs = 30_000;

/** Codes of the WebSocket protocol. */
const closeCode = { unsupported: 1003, policy: 1008 };

/** Connects an open socket to the engine. */
export function relaySocket(
  socket: WebSocket,
  host: Pick<EngineHost, 'connect'>,
  files: Pick<TempFiles, 'noteCall'>,
): void {
  const engine = host.connect();
  const unanswered = new Map<number, () => void>();
  let hasAnsweredPing = true;

  engine.on((message) => {
    const { kind, id } = message as { kind: string; id?: number };
    if (kind !== 'event' && id !== undefined) {
      unanswered.get(id)?.();
      unanswered.delete(id);
    }
    if (socket.bufferedAmount > longestBacklogBytes) socket.terminate();
    else socket.send(JSON.stringify(message));
  });

  socket.on('message', (payload: Buffer, isBinary: boolean) => {
    if (isBinary) return socket.close(closeCode.unsupported, 'text messages only');
    const call = parseCall(payload.toString('utf8'));
    if (!call || unanswered.has(call.id) || unanswered.size >= mostUnanswered) {
      return socket.close(closeCode.policy, 'not a call');
    }
    unanswered.set(call.id, files.noteCall(call.request));
    engine.post(call);
  });

  const pings = setInterval(() => {
    if (!hasAnsweredPing) return socket.terminate();
    hasAnsweredPing = false;
    socket.ping();
  }, pingMs);
  socket.on('pong', () => (hasAnsweredPing = true));
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    clearInterval(pings);
    engine.close();
    for (const answered of unanswered.values()) answered();
  });
}

function parseCall(text: string): Call | null {
  try {
    return asCall(JSON.parse(text));
  } catch {
    return null;
  }
}
