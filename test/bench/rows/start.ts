// start: the second start, from the command to a window whose first screen stands, with the engine's answers in
// it. In Electron where it is installed and starts; else browser mode in a Chromium; the row says which.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type * as Playwright from 'playwright';
import { findBrowser } from '../../../build/setup/browsers.mjs';
import { repository } from '../places.ts';
import type { Row } from '../row.ts';
import { figuresOf } from '../turns.ts';

// By require: Playwright finds files of its own beside itself, so it cannot be part of a bundle.
const require = createRequire(import.meta.url);
const { chromium, _electron } = require('playwright') as typeof Playwright;

/** Starts that count, after one that does not: it makes the library. */
const starts = 5;
const longestStartMs = 60_000;

/** Headless, and without what a bare machine lacks; nothing here speeds up a start. */
const chromiumArguments = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync'];

/** Opens a window over a library; gives the page and what closes it all again. */
type Open = (home: string) => Promise<{ page: Playwright.Page; close: () => Promise<void> }>;

/** Measures the row. */
export async function measureStart(): Promise<Row> {
  const { open, name } = await chooseFace();
  const home = await mkdtemp(join(tmpdir(), 'charloom-start-'));
  try {
    await timeStart(open, home);
    const seconds: number[][] = [];
    for (let turn = 0; turn < starts; turn++) seconds.push([await timeStart(open, home)]);
    const { median, low, high } = figuresOf(seconds);
    return { row: 'start', value: median, unit: 's', low, high, remark: name, versions: {} };
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function timeStart(open: Open, home: string): Promise<number> {
  const startedAt = performance.now();
  const { page, close } = await open(home);
  try {
    await page.getByRole('heading', { level: 1 }).waitFor({ timeout: longestStartMs });
    return (performance.now() - startedAt) / 1000;
  } finally {
    await close();
  }
}

async function chooseFace(): Promise<{ open: Open; name: string }> {
  const electron = await tryElectron();
  if (electron) return { open: openElectron(electron), name: 'Electron' };
  const browser = await findBrowser(process.platform, process.env);
  const executablePath = browser?.path ?? chromium.executablePath();
  return {
    open: openBrowser(executablePath),
    name: 'browser mode, in a Chromium without a window',
  };
}

/** Electron's program, where its package has one that shows our window here. */
async function tryElectron(): Promise<string | null> {
  // Read, not required: the package downloads what it lacks when it is loaded.
  const folder = join(repository, 'node_modules', 'electron');
  const program = await readFile(join(folder, 'path.txt'), 'utf8').catch(() => null);
  if (program === null) return null;
  const path = join(folder, 'dist', program);
  const home = await mkdtemp(join(tmpdir(), 'charloom-start-'));
  try {
    const { close } = await openElectron(path)(home);
    await close();
    return path;
  } catch (error: unknown) {
    process.stderr.write(`Electron does not start here (${String(error).split('\n')[0]}).\n`);
    return null;
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

function openElectron(executablePath: string): Open {
  return async (home) => {
    const app = await _electron.launch({
      executablePath,
      args: [repository],
      env: { ...(process.env as Record<string, string>), CHARLOOM_HOME: home },
      timeout: longestStartMs,
    });
    return { page: await app.firstWindow(), close: () => app.close() };
  };
}

/** `npx charloom serve`, and a browser that is started on its address, as `npm start` does it. */
function openBrowser(executablePath: string): Open {
  return async (home) => {
    const command = [join(repository, 'build', 'charloom.mjs'), 'serve', '--no-open', '--json'];
    const server = spawn(process.execPath, command, {
      env: { ...process.env, CHARLOOM_HOME: home },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const exited = once(server, 'exit');
    const endServer = async () => {
      server.kill('SIGINT');
      await exited;
    };
    try {
      const url = await addressOf(server.stdout);
      const browser = await chromium.launch({ executablePath, args: chromiumArguments });
      const page = await browser.newPage();
      await page.goto(url);
      return {
        page,
        close: async () => {
          await browser.close();
          await endServer();
        },
      };
    } catch (error: unknown) {
      await endServer();
      throw error;
    }
  };
}

async function addressOf(stdout: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(stdout)) {
    const event = JSON.parse(line) as { type: string; url?: string };
    if (event.type === 'serving' && event.url !== undefined) return event.url;
  }
  throw new Error('The server ended without an address.');
}
