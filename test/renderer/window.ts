// The built window in a real browser over the fake engine, as tests open it. Watches over what every test
// must leave untouched: the content security policy, the console, and the world outside the server.

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, vi } from 'vitest';
import { findForTests } from '../../build/setup/found.mjs';
import { repository } from '../../build/setup/folders.mjs';
import { startDevServer, type DevServer } from './dev-server.ts';
import { FakeEngine } from './fake-engine.ts';
import { shippedModels } from './fake-library.ts';

/** As a Debian Chromium runs without a desktop around it. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface WindowOptions {
  /** A library with texts and models, or that of a first start. */
  library?: 'furnished' | 'fresh' | undefined;
  locale?: 'en-US' | 'zh-CN';
  colorScheme?: 'light' | 'dark';
  width?: number;
  height?: number;
}

export interface OpenWindow {
  page: Page;
  engine: FakeEngine;
  server: DevServer;
  /** Lets pretended seconds pass, in half seconds. */
  pass: (seconds: number) => void;
}

/** Builds the window and starts a browser for a file's tests; returns what opens one. */
export function useWindow(): (options?: WindowOptions) => Promise<OpenWindow> {
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });
  let folder = '';
  let browser: Browser | null = null;
  let missing: string | null = null;

  beforeAll(async () => {
    const found = (await findForTests()).browser;
    if ('reason' in found) {
      missing = found.reason;
      return;
    }
    folder = await buildWindow();
    browser = await chromium.launch({ executablePath: found.path, args: quiet });
  });
  afterAll(async () => {
    await browser?.close();
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });
  beforeEach((context) => {
    if (missing !== null) context.skip(missing);
  });

  return async (options = {}) => {
    if (browser === null) throw new Error('There is no browser.');
    return open(browser, folder, options);
  };
}

/** A build of its own, so that no other build in the repository comes between. */
async function buildWindow(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'charloom-window-'));
  const vite = join(repository, 'node_modules', 'vite', 'bin', 'vite.js');
  const configuration = join('build', 'vite.config.mjs');
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', '--config', configuration, '--outDir', folder, '--emptyOutDir'],
    { cwd: repository, env: { ...process.env, NODE_ENV: 'production' } },
  );
  return folder;
}

async function open(browser: Browser, folder: string, options: WindowOptions): Promise<OpenWindow> {
  const { library = 'furnished', locale = 'en-US', colorScheme = 'light' } = options;
  const engine = new FakeEngine();
  if (library === 'furnished') engine.furnish();
  else engine.models = shippedModels();
  const server = await startDevServer(engine, { folder });
  onTestFinished(() => server.close());
  const context = await browser.newContext({
    locale,
    colorScheme,
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    acceptDownloads: true,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await watch(page, server.url);
  await page.goto(server.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const pass = (seconds: number) => {
    for (let half = 0; half < seconds * 2; half++) engine.tick(0.5);
  };
  return { page, engine, server, pass };
}

/** Fails the test where the page broke its policy, complained, or asked for anything from elsewhere. */
async function watch(page: Page, url: string): Promise<void> {
  const wrongs: string[] = [];
  page.on('pageerror', (error) => wrongs.push(`error: ${error.message}`));
  page.on('console', (message) => {
    const isBreak = /WebSocket connection|ERR_CONNECTION|ERR_EMPTY/.test(message.text());
    if (message.type() === 'error' && !isBreak) wrongs.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(url) && !address.startsWith('blob:')) wrongs.push(`left: ${address}`);
  });
  await page.exposeFunction('reportViolation', (what: string) => wrongs.push(`policy: ${what}`));
  await page.addInitScript(() => {
    const { reportViolation } = window as unknown as {
      reportViolation: (what: string) => void;
    };
    document.addEventListener('securitypolicyviolation', (event) => {
      reportViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  onTestFinished(() => expect(wrongs).toEqual([]));
}
