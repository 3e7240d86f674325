// A display without a screen, for tests in a window: Xvfb, on a display number that it chooses itself.
import { spawn } from 'node:child_process';
import { findXvfb, hasDisplay } from './steps/display.mjs';

/**
 * Starts a virtual display where this session has none. The environment returned shows windows on it.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ env: NodeJS.ProcessEnv, close: () => void }>}
 */
export async function openDisplay(env = process.env) {
  const nothing = { env, close: () => undefined };
  if (process.platform !== 'linux' || hasDisplay(env)) return nothing;
  const program = await findXvfb(env);
  if (program === undefined) return nothing;

  const server = spawn(
    program,
    ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp', '-noreset'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], env },
  );
  const close = () => void server.kill();
  process.once('exit', close);
  const number = await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with code ${code}`)));
    server.stdio[3]?.once('data', (chunk) => resolve(String(chunk).trim()));
  });
  server.unref();
  return { env: { ...env, DISPLAY: `:${number}` }, close };
}
