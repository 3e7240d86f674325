// What a person sees of set-up: one line a step, with what is being done and for how long. Silent until
// something is to do. All of it goes to stderr, so that a command's stdout stays its own.
import { styleText } from 'node:util';

const TITLE_WIDTH = 12;
/** Off a terminal, a step that takes long says again what it is doing: build logs want signs of life. */
const REMINDER_MS = 15_000;

/**
 * @typedef {object} StepReport
 * @property {(text: string) => void} say what is being done now
 * @property {(sizeBytes: number) => void} grew how much of it has arrived so far
 * @property {(text: string) => void} note something worth a line of its own
 */

/**
 * @typedef {string | { lacking: string } | { failed: string }} StepResult what is there now; or what is
 *   not, where that is no failure; or what is wrong
 */

/**
 * @typedef {{ write: (text: string) => unknown, isTTY?: boolean, columns?: number }} Output
 */

/** @param {number} durationMs */
export function inWords(durationMs) {
  const seconds = durationMs / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/**
 * The report of one run of set-up.
 * @param {{ output?: Output, now?: () => number }} [options]
 */
export function createReport({ output = process.stderr, now = () => performance.now() } = {}) {
  const isLive = output.isTTY === true;
  const startedAt = now();
  let hasWorked = false;

  /** @param {'green' | 'yellow' | 'red' | 'dim'} style @param {string} text */
  const paint = (style, text) =>
    isLive && !process.env.NO_COLOR ? styleText(style, text, { validateStream: false }) : text;
  const clear = () => (isLive ? '\r\x1b[2K' : '');
  /** @param {string} text cut to the terminal's width, so that a live line never wraps */
  const cut = (text) => text.slice(0, Math.max(20, (output.columns ?? 80) - 1));

  /** @param {string} sign @param {string} title @param {string} text @param {string} [time] */
  function line(sign, title, text, time = '') {
    const indent = `${sign} ${title.padEnd(TITLE_WIDTH)} ${text}`;
    return time === '' ? indent : `${indent} ${paint('dim', `· ${time}`)}`;
  }

  /**
   * Runs one step under its title.
   * @param {string} title
   * @param {(step: StepReport) => Promise<StepResult>} work
   */
  async function step(title, work) {
    hasWorked = true;
    const stepStartedAt = now();
    let doing = '';
    let amount = '';
    let remindedAt = stepStartedAt;

    const refresh = () => {
      const elapsed = inWords(now() - stepStartedAt);
      if (isLive)
        output.write(
          clear() + cut(`… ${title.padEnd(TITLE_WIDTH)} ${doing}${amount} · ${elapsed}`),
        );
      else if (now() - remindedAt >= REMINDER_MS) {
        remindedAt = now();
        output.write(`${line('…', title, doing + amount, elapsed)}\n`);
      }
    };
    const timer = setInterval(refresh, isLive ? 200 : 1000);
    /** @type {StepReport} */
    const report = {
      say(text) {
        doing = text;
        amount = '';
        remindedAt = now();
        if (isLive) refresh();
        else output.write(`${line('…', title, text)}\n`);
      },
      grew(sizeBytes) {
        const megabytes = Math.round(sizeBytes / 1e6);
        if (megabytes > 0) amount = `, ${megabytes} MB so far`;
      },
      note(text) {
        output.write(`${clear()}${line(paint('yellow', '!'), title, text)}\n`);
      },
    };
    try {
      const result = await work(report);
      const time = inWords(now() - stepStartedAt);
      const [sign, words] =
        typeof result === 'string'
          ? [paint('green', '✓'), result]
          : 'lacking' in result
            ? [paint('yellow', '!'), result.lacking]
            : [paint('red', '✗'), result.failed];
      output.write(`${clear()}${line(sign, title, words, time)}\n`);
    } catch (error) {
      const time = inWords(now() - stepStartedAt);
      output.write(`${clear()}${line(paint('red', '✗'), title, 'failed', `after ${time}`)}\n`);
      throw error;
    } finally {
      clearInterval(timer);
    }
  }

  return {
    step,
    /** @param {string} text one line outside any step */
    tell(text) {
      output.write(`${text}\n`);
    },
    /** Says how long all of it took, where there was anything to do. */
    end() {
      if (hasWorked) output.write(`Ready in ${inWords(now() - startedAt)}.\n\n`);
    },
  };
}

/** @typedef {ReturnType<typeof createReport>} Report */
