// A transport over the WebSocket of the page's own server: JSON text messages, nothing else.
// Knows no method; opening it again after a break is the engine link's business.

import type { Transport } from '../app/contract/rpc.ts';

/** Opens the socket at `/engine`; fails where nobody answers. */
export function openSocket(location: Pick<Location, 'host' | 'protocol'>): Promise<Transport> {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${location.host}/engine`);
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(transportOver(socket)), { once: true });
    socket.addEventListener('close', () => reject(new Error('The server does not answer.')), {
      once: true,
    });
  });
}

function transportOver(socket: WebSocket): Transport {
  return {
    post: (message) => socket.send(JSON.stringify(message)),
    on(listener) {
      socket.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (typeof event.data === 'string') listener(JSON.parse(event.data) as unknown);
      });
    },
    onClose: (listener) => socket.addEventListener('close', () => listener(), { once: true }),
  };
}
