// The desktop from end to end in a real Electron window: the whole thread, and what main promises on its own.
import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { findForTests } from '../../build/setup/found.mjs';
import type { RpcMessage, Transport } from '../../app/contract/rpc.ts';
import { buildFakeEngine } from '../main/fake-host.ts';
import { describeTransport } from '../main/transport-suite.ts';
import {
  openElectronFace,
  prepareApp,
  prepareBareApp,
  type ElectronFace,
  type FoundElectron,
} from './electron-face.ts';
import { cleanAnew, keepFolder, makeFolder } from './folder-thread.ts';
import { newHome } from './machine.ts';
import { CharloomPage } from './pages/charloom-page.ts';
import { familyOf } from './processes.ts';
import { goThroughTheThread } from './thread.ts';

const { electron: found } = await findForTests();
const electron: FoundElectron | null = 'path' in found ? found : null;
let app: Promise<string> | null = null;
let bareApp = '';

beforeAll(async () => {
  if (!electron) return;
  const page = fileURLToPath(new URL('bare-page.html', import.meta.url));
  bareApp = await prepareBareApp(electron, { engineScript: await buildFakeEngine(), page });
});

beforeEach((context) => {
  if ('reason' in found) context.skip(found.reason);
});

/** Opens a window: of the app as built, or of `folder`. */
async function open(name: string, folder: string | null = null, args: string[] = []) {
  if (!electron) throw new Error('There is no Electron.');
  const home = await newHome();
  const face = await openElectronFace(electron, folder ?? (await (app ??= prepareApp(electron))), {
    name,
    home,
    args,
  });
  return { face, home, page: face.page, app: face.app };
}

test('goes through the whole thread in an Electron window', async () => {
  const { face } = await open('electron-thread');
  await goThroughTheThread(face);
});

test('makes a text of a folder in an Electron window, and cleans it anew', async () => {
  const { face, page } = await open('electron-folder');
  await new CharloomPage(page).isReady();
  await face.pick([makeFolder()], () => page.getByRole('button', { name: 'Open folder…' }).click());
  await keepFolder(page);
  await cleanAnew(page);
});

test('runs TensorFlow in a child of main and in no renderer', async (context) => {
  if (process.platform !== 'linux') context.skip('only Linux tells what a process has mapped');
  const { face, page } = await open('electron-processes');
  await new CharloomPage(page).isReady();
  const [main, ...children] = familyOf(face.app.process().pid ?? 0);
  expect(main?.hasTensorflow).toBe(false);
  expect(children.filter((child) => child.command.includes('--type=renderer'))).not.toEqual([]);
  const engines = children.filter((child) => child.hasTensorflow);
  expect(engines).toHaveLength(1);
  expect(engines[0]?.command).not.toContain('--type=renderer');
});

test('gives the page its shell and transport, and nothing of Node or Electron', async () => {
  const { page } = await open('electron-page', bareApp);
  const seen = await page.evaluate(() => ({
    address: location.href,
    desktop: Object.keys((window as unknown as { charloomDesktop: object }).charloomDesktop).sort(),
    names: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'global'].filter(
      (name) => name in window,
    ),
  }));
  expect(seen).toEqual({ address: 'app://charloom/', desktop: ['shell', 'transport'], names: [] });
});

test('holds the page where it is and lets it reach nothing else', async () => {
  const { page, home } = await open('electron-navigation', bareApp);
  const answer = await page.evaluate(() =>
    fetch('https://example.org/').then(
      () => 'answered',
      () => 'refused',
    ),
  );
  expect(answer).toBe('refused');
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://example.org/';
    document.body.append(link);
    // After this call has returned: the test's driver waits for a navigation that it saw begin.
    setTimeout(() => link.click(), 0);
  });
  const log = join(home, 'logs', 'desktop.log');
  await expect.poll(() => existsSync(log) && readFileSync(log, 'utf8')).toContain('was held');
  expect(page.url()).toBe('app://charloom/');
});

test('answers for files of the page alone', async () => {
  const { page } = await open('electron-protocol', bareApp);
  const outcomes = await page.evaluate(() =>
    Promise.all(
      ['index.html', '../package.json', '%2e%2e/package.json', 'desktop.cjs'].map((path) =>
        fetch(path).then(
          (response) => response.status,
          () => 0,
        ),
      ),
    ),
  );
  expect(outcomes).toEqual([200, 404, 404, 404]);
  const policy = await page.evaluate(() =>
    fetch('index.html').then((response) => response.headers.get('content-security-policy')),
  );
  expect(policy).toContain("default-src 'none'; script-src 'self'");
});

test('hands a file that it was started with to the page, as a grant without a path', async () => {
  const text = fileURLToPath(new URL('bare-page.html', import.meta.url));
  const { page } = await open('electron-opened', bareApp, [text]);
  const opened = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const { shell } = (
          window as unknown as {
            charloomDesktop: { shell: { onFilesOpened(listener: (files: unknown) => void): void } };
          }
        ).charloomDesktop;
        shell.onFilesOpened(resolve);
      }),
  );
  expect(opened).toEqual({
    kind: 'texts',
    files: [
      {
        grant: 'grant-1',
        name: 'bare-page.html',
        sizeBytes: readFileSync(text).length,
      },
    ],
  });
});

test('keeps the window and starts the engine again when that is killed', async () => {
  const { page, home } = await open('electron-crash', bareApp);
  const { transport } = await transportOf(page);
  const events = new Promise((resolve) => {
    transport.on((message) => {
      if ((message as { event?: string }).event === 'engine.restarted') resolve(message);
    });
  });
  transport.post({ kind: 'call', id: 1, method: 'model.show', request: { model: 'killed' } });
  expect(await events).toMatchObject({ kind: 'event' });
  expect(await page.getByRole('heading').textContent()).toBe('Nothing');
  expect(readFileSync(join(home, 'logs', 'engine.log'), 'utf8')).toContain('is gone');
});

test('closes the engine with its checkpoint when the window is closed', async () => {
  const { page, app: running, home } = await open('electron-close', bareApp);
  const { transport } = await transportOf(page);
  const answered = new Promise((resolve) => transport.on(resolve));
  transport.post({ kind: 'call', id: 1, method: 'engine.about', request: null });
  await answered;
  const ended = new Promise((resolve) => running.process().once('exit', resolve));
  await running.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await ended;
  expect(readFileSync(join(home, 'notes'), 'utf8')).toBe('prepared\nclosed\n');
  expect(existsSync(join(home, 'desktop', 'window.json'))).toBe(true);
});

test('asks before it leaves training, and stays when told to', async () => {
  const { page, app: running, home } = await open('electron-ask', bareApp);
  const { transport } = await transportOf(page);
  // The host learns of the run by a question of its own, which went out before this second one.
  const answered = new Promise<void>((resolve) => {
    transport.on((message) => {
      if ((message as { id?: number }).id === 2) resolve();
    });
  });
  const started = new Promise<void>((resolve) => {
    transport.on((message) => {
      if ((message as { event?: string }).event === 'training.started') resolve();
    });
  });
  transport.post({ kind: 'call', id: 1, method: 'training.start', request: { corpus: 'c' } });
  await started;
  transport.post({ kind: 'call', id: 2, method: 'training.runs', request: null });
  await answered;
  const answer = (response: number) =>
    running.evaluate(({ dialog, BrowserWindow }, chosen) => {
      return new Promise<string[]>((resolve) => {
        dialog.showMessageBox = (_window: unknown, options?: { buttons?: string[] }) => {
          resolve(options?.buttons ?? []);
          return Promise.resolve({ response: chosen, checkboxChecked: false });
        };
        BrowserWindow.getAllWindows()[0]?.close();
      });
    }, response);
  expect(await answer(1)).toEqual(['Pause and Quit', 'Cancel']);
  expect(await page.getByRole('heading').textContent()).toBe('Nothing');
  const ended = new Promise((resolve) => running.process().once('exit', resolve));
  // The process may be gone before the answer to this is.
  await Promise.race([answer(0), ended]);
  await ended;
  expect(readFileSync(join(home, 'notes'), 'utf8')).toContain('prepared');
});

describeTransport('Electron port', async () => {
  if (!electron) throw new Error('There is no Electron.');
  const { page } = await open('electron-port', bareApp);
  return transportOf(page);
});

/** The page's own transport, reached from here: what it hears is told, what is posted is posted there. */
async function transportOf(
  page: ElectronFace['page'],
): Promise<{ transport: Transport; cut(): void }> {
  const listeners: ((message: unknown) => void)[] = [];
  const closers: (() => void)[] = [];
  await page.exposeFunction('hear', (message: unknown) => {
    for (const listener of listeners) listener(message);
  });
  await page.evaluate(() => {
    const { charloomDesktop, hear } = window as unknown as {
      charloomDesktop: { transport: Transport };
      hear: (message: unknown) => void;
    };
    charloomDesktop.transport.on((message) => hear(message));
  });
  const post = (message: RpcMessage) =>
    void page
      .evaluate((sent) => {
        const { charloomDesktop } = window as unknown as {
          charloomDesktop: { transport: Transport };
        };
        charloomDesktop.transport.post(sent);
      }, message)
      .catch(() => undefined);
  return {
    transport: {
      post,
      on: (listener) => void listeners.push(listener),
      onClose: (listener) => void closers.push(listener),
    },
    cut() {
      for (const closer of closers) closer();
      void page.close();
    },
  };
}
