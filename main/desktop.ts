// The desktop face: Electron's main process, put together from the parts in main/desktop/.
// It owns the window, the dialogs and the engine process, relays between them, and knows no method.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, clipboard, type BrowserWindow } from 'electron';
import type { OpenedFiles } from '../app/contract/shell.ts';
import { EngineHost } from './engine-host.ts';
import { openLog } from './log-file.ts';
import { findBundles, findHome } from './places.ts';
import { stayAwakeWhileTraining } from './desktop/awake.ts';
import type { ShellEvents } from './desktop/channels.ts';
import {
  confirmQuit,
  grantFiles,
  grantNamed,
  pickFolder,
  pickModel,
  pickSave,
  pickTexts,
  saveText,
} from './desktop/dialogs.ts';
import { openEnginePort } from './desktop/engine-port.ts';
import { spawnUtility } from './desktop/engine-process.ts';
import { openChannels } from './desktop/ipc.ts';
import { guardLeaving } from './desktop/leaving.ts';
import { setMenu } from './desktop/menu.ts';
import { languageOf, messagesIn } from './desktop/messages.ts';
import { filesAmong, sortOpened } from './desktop/opened-files.ts';
import { denyNavigation, denyPermissions } from './desktop/permissions.ts';
import { registerPageScheme, servePage } from './desktop/protocol.ts';
import { openWindow, showProgress, stateOf } from './desktop/window.ts';
import { readWindowState, writeWindowState } from './desktop/window-state.ts';

const home = findHome();
const bundles = findBundles(join(app.getAppPath(), 'out'));
const log = openLog(join(home, 'logs', 'desktop.log'));
const opened = filesAmong(process.argv, process.cwd());
let takeOpened = (paths: readonly string[]): void => void opened.push(...paths);

app.setName('Charloom');
// One profile, and with it one instance, for each library.
mkdirSync(join(home, 'desktop'), { recursive: true });
app.setPath('userData', join(home, 'desktop'));
// A person who starts it with --no-sandbox, as root must, would else get no window at all.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

if (app.requestSingleInstanceLock()) {
  registerPageScheme();
  denyNavigation(log);
  app.on('open-file', (event, path) => {
    event.preventDefault();
    takeOpened([path]);
  });
  app.whenReady().then(open, (error: unknown) => {
    log(
      `Charloom could not open: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    app.exit(1);
  });
} else {
  app.quit();
}

function open(): void {
  const host = new EngineHost({
    settings: { home, ...bundles },
    script: bundles.engineScript,
    spawn: spawnUtility,
    log: openLog(join(home, 'logs', 'engine.log')),
  });
  host.ready.catch((error: unknown) => log(`The engine: ${String(error)}`));
  denyPermissions();
  servePage(bundles.rendererFolder);

  const statePath = join(app.getPath('userData'), 'window.json');
  const state = readWindowState(statePath);
  let language = state.language ?? languageOf(app.getLocale());
  const window = openWindow({
    preloadScript: join(app.getAppPath(), 'out', 'preload.cjs'),
    state,
    log,
    onShown() {
      if (process.env['CHARLOOM_REPORT_WINDOW'] === '1') console.log('charloom: window ready');
    },
  });
  const messages = () => messagesIn(language);
  const context = () => ({ window, host, messages: messages() });
  const showMenu = () =>
    setMenu({
      window,
      messages: messages(),
      version: bundles.version,
      isPackaged: app.isPackaged,
      run: (command) => tell(window, 'shell.menuCommand', command),
    });
  showMenu();

  openChannels(
    {
      'shell.pickTexts': () => pickTexts(context()),
      'shell.pickFolder': () => pickFolder(context()),
      'shell.pickModel': () => pickModel(context()),
      'shell.openDropped': (files) => grantNamed(host, files),
      'shell.pickSave': (suggestedName) => pickSave(context(), suggestedName),
      'shell.finishSave': (grant) => host.revoke(grant).then(() => null),
      'shell.saveText': ({ suggestedName, text }) => saveText(context(), suggestedName, text),
      'shell.copyText': (text) => (clipboard.writeText(text), null),
      'shell.setLanguage'(chosen) {
        language = chosen;
        showMenu();
        return null;
      },
      'shell.setProgress': (fraction) => (showProgress(window, fraction), null),
      'shell.connect'(_nothing, event) {
        openEnginePort(event.sender, host);
        takeOpened = (paths) => void handOver(paths, window, host);
        takeOpened(opened.splice(0));
        return null;
      },
    },
    log,
  );

  stayAwakeWhileTraining(host.runs);
  guardLeaving({
    window,
    host,
    confirm: () => confirmQuit(window, messages()),
    remember: () => writeWindowState(statePath, { ...stateOf(window), language }),
  });
  app.on('second-instance', (_event, args, workingFolder) => {
    if (window.isMinimized()) window.restore();
    window.focus();
    takeOpened(filesAmong(args, workingFolder));
  });
}

/** Opens files from outside to the engine and tells the page of them. */
async function handOver(
  paths: readonly string[],
  window: BrowserWindow,
  host: EngineHost,
): Promise<void> {
  for (const { kind, paths: some } of sortOpened(paths)) {
    try {
      const files: OpenedFiles = { kind, files: await grantFiles(host, some) };
      tell(window, 'shell.filesOpened', files);
    } catch (error: unknown) {
      log(`${some.join(', ')} could not be opened: ${String(error)}`);
    }
  }
}

function tell<Name extends keyof ShellEvents>(
  window: BrowserWindow,
  event: Name,
  payload: ShellEvents[Name],
): void {
  window.webContents.send(event, payload);
}
