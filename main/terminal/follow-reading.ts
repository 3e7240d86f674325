// Waits while the engine reads texts: shows how far it is and how long it will still take, and cancels it at Ctrl-C.

import { randomUUID } from 'node:crypto';
import type { CorpusProgress } from '../../app/contract/corpus.ts';
import { withBar } from './console.ts';
import { untilInterrupted } from './interruption.ts';
import type { CommandContext, TerminalEngine } from './surroundings.ts';
import { withoutControls } from './text-width.ts';

/** Before these seconds, and this share of the work, a remaining time would jump about. */
const steadyAfter = { seconds: 1, share: 0.02 };

/** Does a piece of work that tells its progress as `corpus.progress` under the name that it is given. */
export async function followReading<Result>(
  { console, messages, signal }: CommandContext,
  { client }: TerminalEngine,
  { title, work }: { title: string; work: (operation: string) => Promise<Result> },
): Promise<Result> {
  const operation = randomUUID();
  const shown = withoutControls(title);
  const startedAt = performance.now();
  const show = ({ doneBytes, totalBytes }: CorpusProgress) => {
    const share = totalBytes === 0 ? 1 : doneBytes / totalBytes;
    const seconds = (performance.now() - startedAt) / 1000;
    const isSteady = seconds >= steadyAfter.seconds && share >= steadyAfter.share;
    const etaSeconds = isSteady ? (seconds * (1 - share)) / share : null;
    const says = messages.reading({ title: shown, doneBytes, totalBytes, etaSeconds });
    console.showBar((columns) => withBar(says, share, columns));
  };
  const stopListening = client.on('corpus.progress', (progress) => {
    if (progress.operation === operation) show(progress);
  });
  try {
    return await untilInterrupted(signal, work(operation));
  } finally {
    stopListening();
    console.hideBar();
    if (signal.aborted) {
      // It may have ended by itself in the meantime; then there is nothing to cancel.
      await client.call('corpus.cancelImport', { operation }).catch(() => null);
    }
  }
}
