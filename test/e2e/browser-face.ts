// Browser mode as a person starts it: `charloom serve` in a process of its own, and a tab of a real browser.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type BrowserContext } from 'playwright';
import { onTestFinished } from 'vitest';
import type { Face } from './face.ts';
import { bundles, keepEvidence, newHome } from './machine.ts';

/** As environment.md found a Debian Chromium to run without a desktop around it. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface BrowserFace extends Face {
  home: string;
  url: string;
  server: ChildProcess;
  context: BrowserContext;
  /** Addresses outside the server that the page asked for. */
  foreign: string[];
  /** What the page broke of its content security policy. */
  violations: string[];
}

/** Starts the server and opens its page. */
export async function openBrowserFace(
  executablePath: string,
  { name, locale = 'en-US' }: { name: string; locale?: string },
): Promise<BrowserFace> {
  const home = await newHome();
  const server = spawn(process.execPath, [join(bundles, 'terminal.js'), 'serve', '--no-open'], {
    env: { ...process.env, CHARLOOM_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => void (await endServer(server)));
  const url = await addressOf(server);

  const browser = await chromium.launch({ executablePath, args: quiet });
  onTestFinished(() => browser.close());
  const context = await browser.newContext({
    locale,
    viewport: { width: 1280, height: 800 },
    acceptDownloads: true,
  });
  const page = await context.newPage();
  keepEvidence(name, () => page, home);
  const foreign: string[] = [];
  const violations: string[] = [];
  page.on('request', (request) => {
    const { host, protocol } = new URL(request.url());
    if (protocol !== 'blob:' && protocol !== 'data:' && host !== new URL(url).host) {
      foreign.push(request.url());
    }
  });
  await page.exposeFunction('reportViolation', (what: string) => violations.push(what));
  await page.addInitScript(() => {
    const { reportViolation } = window as unknown as { reportViolation: (what: string) => void };
    document.addEventListener('securitypolicyviolation', (event) => {
      reportViolation(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
    });
  });
  await page.goto(url);

  return {
    ...{ page, home, url, server, context, foreign, violations },
    async pick(paths, action) {
      const chooser = page.waitForEvent('filechooser');
      await action();
      await (await chooser).setFiles(paths);
    },
    async saveTo(path, action) {
      const download = page.waitForEvent('download');
      await action();
      await (await download).saveAs(path);
    },
  };
}

/** The address that the server prints, alone or in a sentence. */
async function addressOf(server: ChildProcess): Promise<string> {
  const { stdout } = server;
  if (!stdout) throw new Error('The server has no output.');
  for await (const line of createInterface(stdout)) {
    const address = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(line)?.[0];
    if (address) {
      stdout.resume();
      return address;
    }
  }
  throw new Error('The server ended without printing an address.');
}

/** Ctrl-C, and until it is gone. */
export async function endServer(server: ChildProcess): Promise<number | null> {
  if (server.exitCode === null && server.signalCode === null) {
    const exited = once(server, 'exit');
    server.kill('SIGINT');
    await exited;
  }
  return server.exitCode;
}
