// The desktop as a person starts it: Electron with the built app. Today's where it is installed, else 9.4.1 with
// the test build of test/electron-9. Native dialogs are answered in main, where they are opened.
import type { ChildProcess } from 'node:child_process';
import { cp, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { _electron as oldElectron } from 'playwright-core-1.40';
import { onTestFinished } from 'vitest';
import { repository } from '../../build/setup/folders.mjs';
import { buildForElectron9, buildScripts, writeManifest } from '../electron-9/build.mjs';
import type { Face } from './face.ts';
import { bundles, keepEvidence } from './machine.ts';

/** An Electron that this machine can start, as set-up found it. */
export interface FoundElectron {
  path: string;
  isTestOnly: boolean;
}

export interface ElectronFace extends Face {
  app: ElectronApplication;
}

/** A packaged program to go through instead of the app as built, where packaging asks for it. */
const packaged = process.env['CHARLOOM_TEST_PACKAGED'];

/** The folder that Electron is started with: the clone, or the test build for an old Electron. */
export async function prepareApp({ isTestOnly }: FoundElectron): Promise<string> {
  if (!isTestOnly || packaged) return repository;
  const folder = join(bundles, 'test-electron-9');
  await buildForElectron9(folder);
  return folder;
}

/** An app folder with another engine and a page of nothing, for tests of main's own part. */
export async function prepareBareApp(
  { isTestOnly }: FoundElectron,
  { engineScript, page }: { engineScript: string; page: string },
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'charloom-bare-app-'));
  const out = join(folder, 'out');
  await mkdir(join(out, 'renderer'), { recursive: true });
  if (isTestOnly) await buildScripts(out);
  else
    for (const name of ['desktop.cjs', 'preload.cjs'])
      await cp(join(bundles, name), join(out, name));
  await cp(engineScript, join(out, 'engine-process.js'));
  await cp(page, join(out, 'renderer', 'index.html'));
  await writeManifest(folder);
  return folder;
}

/** Starts the app and waits for its window. */
export async function openElectronFace(
  electron: FoundElectron,
  folder: string,
  { name, home, args = [] }: { name: string; home: string; args?: string[] },
): Promise<ElectronFace> {
  // Their types differ in small things, their calls do not.
  const driver = electron.isTestOnly ? (oldElectron as unknown as typeof _electron) : _electron;
  const isRoot = process.getuid?.() === 0;
  const app = await driver.launch({
    executablePath: packaged ?? electron.path,
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      '--disable-gpu',
      ...(packaged ? [] : [folder]),
      ...args,
    ],
    env: {
      ...(process.env as Record<string, string>),
      CHARLOOM_HOME: home,
      CHARLOOM_TEST_NODE: process.execPath,
    },
  });
  let page: Page | null = null;
  const child = app.process();
  onTestFinished(() => closeApp(app, child));
  keepEvidence(name, () => page, home);
  page = await app.firstWindow();
  const shown = page;
  return {
    app,
    page: shown,
    async pick(paths, action) {
      await app.evaluate(({ dialog }, filePaths) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
      }, paths);
      await action();
    },
    async saveTo(path, action) {
      await app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
      }, path);
      await action();
      await shown.getByText(/^Saved “/).waitFor();
    },
  };
}

/** Quits as a person would who says yes to leaving training; ends what does not go. */
async function closeApp(app: ElectronApplication, child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const stubborn = setTimeout(() => child.kill('SIGKILL'), 30_000);
  await app
    .evaluate(({ dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
    })
    .catch(() => undefined);
  await app.close().catch(() => undefined);
  clearTimeout(stubborn);
}
