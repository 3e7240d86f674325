// The way out: asks where training would be paused, closes the engine with its checkpoint, then quits.
// Every way to end the app leads through here; only the ways that leave no choice skip the question.

import { app, powerMonitor, type BrowserWindow } from 'electron';
import type { EngineHost } from '../engine-host.ts';

export interface LeavingOptions {
  window: BrowserWindow;
  host: EngineHost;
  confirm: () => Promise<boolean>;
  /** Called while the window can still be asked for its place. */
  remember: () => void;
}

/** Guards the window and the app against ending without a checkpoint. */
export function guardLeaving({ window, host, confirm, remember }: LeavingOptions): void {
  let isLeaving = false;
  let isAsking = false;
  let mayEnd = false;

  const leave = async (mayAsk: boolean): Promise<void> => {
    if (isLeaving || (isAsking && mayAsk)) return;
    if (mayAsk && host.runs.models().length > 0) {
      isAsking = true;
      const isSure = await confirm();
      isAsking = false;
      if (!isSure) return;
    }
    isLeaving = true;
    remember();
    window.hide();
    await host.close();
    mayEnd = true;
    app.quit();
  };
  const hold = (event: { preventDefault(): void }) => {
    if (mayEnd) return;
    event.preventDefault();
    void leave(true);
  };

  window.on('close', hold);
  app.on('before-quit', hold);
  app.on('window-all-closed', () => app.quit());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void leave(false));
  }
  powerMonitor.on('shutdown', () => void leave(false));
  window.on('session-end', () => void leave(false));
}
