// The one window: made with everything off that a page can be denied, shown when it has something to show.

import { BrowserWindow, nativeTheme, screen } from 'electron';
import { createCrashCounter } from '../engine/crashes.ts';
import { pageAddress } from './origin.ts';
import { usableBounds, type WindowState } from './window-state.ts';

/** The paper's colour, light and dark, so that nothing flashes before the page is drawn. */
const paper = { light: '#faf7f1', dark: '#191613' };
const usualSize = { width: 1280, height: 800 };
const smallestSize = { minWidth: 720, minHeight: 520 };

export interface WindowOptions {
  preloadScript: string;
  state: WindowState;
  log: (line: string) => void;
  onShown: () => void;
}

/** Opens the window and loads the page into it. */
export function openWindow({ preloadScript, state, log, onShown }: WindowOptions): BrowserWindow {
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const window = new BrowserWindow({
    ...usualSize,
    ...usableBounds(state.bounds, screens),
    ...smallestSize,
    show: false,
    title: 'Charloom',
    backgroundColor: paperColour(),
    webPreferences: {
      preload: preloadScript,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      // It would fetch its dictionaries from the network.
      spellcheck: false,
    },
  });
  if (state.isMaximized) window.maximize();
  // Main alone writes the title: it holds the progress.
  window.on('page-title-updated', (event) => event.preventDefault());
  showProgress(window, null);
  const repaint = () => window.setBackgroundColor(paperColour());
  nativeTheme.on('updated', repaint);
  window.once('closed', () => nativeTheme.off('updated', repaint));
  window.once('ready-to-show', () => {
    window.show();
    onShown();
  });

  const mayReload = createCrashCounter(() => performance.now());
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    log(`The page's process is gone: ${reason}.`);
    if (mayReload()) window.reload();
  });
  window.loadURL(pageAddress).catch((error: unknown) => log(`The page: ${String(error)}`));
  return window;
}

/** What of the window is remembered. */
export function stateOf(window: BrowserWindow): Omit<WindowState, 'language'> {
  return { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() };
}

/** Shows a fraction of work done in title and task bar; null when nothing is running. */
export function showProgress(window: BrowserWindow, fraction: number | null): void {
  window.setProgressBar(fraction ?? -1);
  window.setTitle(fraction === null ? 'Charloom' : `${Math.floor(fraction * 100)} % – Charloom`);
}

function paperColour(): string {
  return nativeTheme.shouldUseDarkColors ? paper.dark : paper.light;
}
