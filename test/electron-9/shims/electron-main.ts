// Stands in for 'electron' in main when the test build runs on Electron 9.4.1: what that version lacks, made of
// what it has. Only for tests; the product's bundles hold none of it.
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  app,
  ipcMain as oldIpcMain,
  protocol as oldProtocol,
  session as oldSession,
  type WebContents,
} from 'electron';

// @ts-expect-error -- Electron's types name one object; its module has these names all the same
export * from 'electron';

type Handler = (...args: never[]) => unknown;

/** protocol.handle over the callback protocols of old. */
export const protocol = {
  registerSchemesAsPrivileged: (schemes: Electron.CustomScheme[]) =>
    oldProtocol.registerSchemesAsPrivileged(schemes),
  handle(scheme: string, handler: (request: Request) => Response | Promise<Response>) {
    oldProtocol.registerBufferProtocol(scheme, (request, callback) => {
      void Promise.resolve(handler(request as unknown as Request)).then(async (response) => {
        const headers = Object.fromEntries(response.headers as unknown as [string, string][]);
        const [mimeType = '', charset] = (headers['Content-Type'] ?? '').split('; charset=');
        callback({
          statusCode: response.status,
          data: Buffer.from(await response.arrayBuffer()),
          mimeType,
          ...(charset ? { charset } : {}),
          headers,
        });
      });
    });
  },
};

/** A session with the one handler that came later. */
export const session = {
  get defaultSession() {
    const { defaultSession } = oldSession;
    (defaultSession as { setDevicePermissionHandler?: unknown }).setDevicePermissionHandler ??=
      () => undefined;
    return defaultSession;
  },
};

const mainFrames = new WeakMap<WebContents, { readonly url: string }>();
/** Where each page is going: here a preload script's first message may overtake the news that it got there. */
const navigations = new WeakMap<WebContents, string>();

/** Only main frames have a preload script here, so each message comes from one. */
function mainFrameOf(contents: WebContents): { readonly url: string } {
  const known = mainFrames.get(contents) ?? {
    get url() {
      return contents.getURL() || (navigations.get(contents) ?? '');
    },
  };
  mainFrames.set(contents, known);
  return known;
}

/** Events that know their frame. */
export const ipcMain = {
  handle(channel: string, handler: Handler) {
    oldIpcMain.handle(channel, (event, ...args) => {
      const frame = mainFrameOf(event.sender);
      Object.defineProperty(event, 'senderFrame', { value: frame, configurable: true });
      Object.defineProperty(event.sender, 'mainFrame', { value: frame, configurable: true });
      return handler(...([event, ...args] as never[]));
    });
  },
};

/** Later versions give the address as a property of the event, and have one way to refuse a new window. */
app.on('web-contents-created', (_event, contents) => {
  const old = contents as unknown as NodeJS.EventEmitter;
  const name = (event: object, url: string) => Object.assign(event, { url });
  for (const navigation of ['will-navigate', 'will-redirect']) old.on(navigation, name);
  contents.on('did-start-navigation', (_navigation, url, _isInPlace, isMainFrame) => {
    if (isMainFrame) navigations.set(contents, url);
  });
  contents.setWindowOpenHandler = (handler) => {
    old.on('new-window', (event: Event, url: string) => {
      const { action } = handler({ url } as Electron.HandlerDetails);
      if (action === 'deny') event.preventDefault();
    });
  };
});

/** Nobody shall take this window for the product, least of all a packaged one. */
app.on('browser-window-created', (_event, window) => {
  const setTitle = window.setTitle.bind(window);
  window.setTitle = (title) =>
    setTitle(`For tests only, not for use · 仅供测试，请勿使用 – ${title}`);
});

/** A Node of today for the engine: the one packed beside the app, else the machine's own. */
function findNode(): string {
  const program = process.platform === 'win32' ? 'node.exe' : join('bin', 'node');
  const packed = join(process.resourcesPath, 'node', program);
  return existsSync(packed) ? packed : (process.env['CHARLOOM_TEST_NODE'] ?? 'node');
}

/** utilityProcess over Node's fork. */
export const utilityProcess = {
  fork(script: string, args: string[], options: { env: NodeJS.ProcessEnv }) {
    const { env } = options;
    const child = fork(script, args, { env, execPath: findNode(), execArgv: [], silent: true });
    child.on('error', () => child.emit('exit', 1, null));
    return Object.assign(child, {
      postMessage(message: object) {
        if (child.connected) child.send(message, () => undefined);
      },
    });
  },
};
