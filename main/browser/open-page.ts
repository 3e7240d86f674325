// Opens an address in the person's own browser, by the platform's own command.

import { spawn } from 'node:child_process';

const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  // Not "start": that is a word of the shell, which would read the address's "&" as its own.
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Opens `url`; where that fails the printed address is all that a person needs. */
export function openPage(url: string, onFailure: () => void): void {
  const [command, ...options] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...options, url], { stdio: 'ignore', detached: true });
  child.on('error', onFailure);
  child.on('exit', (code) => {
    if (code !== 0) onFailure();
  });
  child.unref();
}
