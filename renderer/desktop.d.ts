// What Electron's preload script puts on the window. In a browser it is absent.

import type { Transport } from '../app/contract/rpc.ts';
import type { Shell } from '../app/contract/shell.ts';

declare global {
  interface Window {
    readonly charloomDesktop?: { readonly shell: Shell; readonly transport: Transport };
  }
}
