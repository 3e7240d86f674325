// Runs another program for set-up: with a time limit, with a limit on standing still, and so that it ends
// with everything it started when set-up is interrupted.
import { spawn } from 'node:child_process';
import { heldDescriptors } from './lock.mjs';
import { sizeOf } from './size.mjs';

/** What is kept of a program's output: enough to say why it failed, or to show a long list of complaints. */
const TAIL_LENGTH = 262_144;

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} timeoutMs all that it may take
 * @property {string[]} [watch] folders that grow while it works
 * @property {number} [stallMs] how long they may stop growing before it counts as stuck
 * @property {(sizeBytes: number) => void} [onGrowth]
 */

/**
 * @typedef {object} Outcome
 * @property {boolean} isSuccess
 * @property {string} output the end of what it printed, both streams
 * @property {string} reason why it failed, in a few words; empty on success
 */

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Runs a program to its end. Never throws: what went wrong is in the outcome.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} options
 * @returns {Promise<Outcome>}
 */
export function run(command, args, options) {
  return new Promise((resolve) => {
    const isWindows = process.platform === 'win32';
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      // npm is a .cmd file there, which only a shell can start.
      shell: isWindows && command === 'npm',
      // A group of its own elsewhere, so that its children can be ended with it.
      detached: !isWindows,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe', ...heldDescriptors()],
    });
    track(child);

    let output = '';
    let stopped = '';
    /** @param {string} why */
    const stop = (why) => {
      stopped ||= why;
      endTree(child);
    };
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      output = (output + chunk.toString()).slice(-TAIL_LENGTH);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);

    const timer = setTimeout(
      () => stop(`not finished after ${Math.round(options.timeoutMs / 1000)} s`),
      options.timeoutMs,
    );
    const watcher = watchGrowth(options, stop);
    /** @param {string} failure */
    const finish = (failure) => {
      clearTimeout(timer);
      clearInterval(watcher);
      untrack(child);
      const reason = stopped || failure;
      resolve({ isSuccess: reason === '', output, reason });
    };
    child.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      finish(error.code === 'ENOENT' ? `there is no program "${command}"` : error.message);
    });
    child.once('close', (code, signal) => {
      finish(code === 0 ? '' : briefly(output) || `it ended with ${signal ?? `code ${code}`}`);
    });
  });
}

/**
 * The line of a failed program's output that says most, cut to a readable length.
 * @param {string} output
 */
export function briefly(output) {
  const lines = output
    .split(/\r?\n/)
    // Without the colours of a terminal, and what npm puts before each line.
    .map((line) => line.replace(/\x1b\[[0-9;]*m|^npm (error|ERR!) /g, '').trim())
    .filter((line) => line !== '' && !line.startsWith('at '));
  const telling =
    lines.find((line) => /\bE[A-Z]{4,}\b|fetch failed|Could not connect|getaddrinfo/.test(line)) ??
    lines.find((line) => /error|^code E/i.test(line)) ??
    lines.at(-1) ??
    '';
  // npm says a code first, and in words what it means on the line below.
  const next = /^code E/.test(telling) ? (lines[lines.indexOf(telling) + 1] ?? '') : '';
  const plain = `${telling}${next && `: ${next}`}`
    .replace(/^(code |\w*Error: |ERROR: )*/, '')
    .replace(/getaddrinfo (ENOTFOUND|EAI_AGAIN) (\S+)/, '$2 cannot be reached')
    .replace(/^fetch failed$/, 'its server cannot be reached');
  return plain.length > 160 ? `${plain.slice(0, 159)}…` : plain;
}

/**
 * Looks at the watched folders now and then; calls `stop` when they have not grown for too long.
 * @param {RunOptions} options
 * @param {(why: string) => void} stop
 */
function watchGrowth({ watch = [], stallMs, onGrowth }, stop) {
  let sizeBytes = -1;
  let grewAt = performance.now();
  let isLooking = false;
  if (watch.length === 0) return undefined;
  return setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void Promise.all(watch.map(sizeOf)).then((sizes) => {
      isLooking = false;
      const total = sizes.reduce((sum, size) => sum + size, 0);
      if (total !== sizeBytes) {
        sizeBytes = total;
        grewAt = performance.now();
        onGrowth?.(total);
      } else if (stallMs !== undefined && performance.now() - grewAt > stallMs) {
        stop(`nothing arrived for ${Math.round(stallMs / 1000)} s`);
      }
    });
  }, 1000);
}

/** @param {import('node:child_process').ChildProcess} child */
function endTree(child) {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true });
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}

/** @type {NodeJS.Signals[]} */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** @param {import('node:child_process').ChildProcess} child */
function track(child) {
  if (running.size === 0) for (const signal of endings) process.on(signal, interrupted);
  running.add(child);
}

/** @param {import('node:child_process').ChildProcess} child */
function untrack(child) {
  running.delete(child);
  if (running.size === 0) for (const signal of endings) process.off(signal, interrupted);
}

/** @param {NodeJS.Signals} signal */
function interrupted(signal) {
  for (const child of running) endTree(child);
  process.stderr.write('\nInterrupted; the next run goes on from here.\n');
  process.exit(signal === 'SIGINT' ? 130 : 143);
}
