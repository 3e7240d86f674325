// charloom serve: browser mode, until it is told to stop.

import type { CommandContext } from './surroundings.ts';

/** Serves the window to a browser on this computer; prints one address with its token. */
export async function runServe(
  { console, messages, surroundings, home, signal }: CommandContext,
  options: { port?: number; open: boolean },
): Promise<void> {
  const server = await surroundings.serve({ home, port: options.port, open: options.open });
  try {
    console.emit('serving', { url: server.url });
    console.print(server.url);
    console.note(messages.serving);
    if (!signal.aborted) {
      await new Promise<void>((resolve) =>
        signal.addEventListener('abort', () => resolve(), { once: true }),
      );
    }
    console.note(messages.servingEnds);
  } finally {
    await server.close();
  }
}
