// A question before something is deleted for good.

import { cancelled, untilInterrupted } from './interruption.ts';
import type { CommandContext } from './surroundings.ts';

/** Asks where a person sits at the terminal and has not said yes already; any other answer ends the command. */
export async function askFirst(
  { console, messages, surroundings, signal }: CommandContext,
  { question, name, yes }: { question: string; name: string; yes: true | undefined },
): Promise<void> {
  if (!surroundings.ask || console.isJson || yes) return;
  const answer = await untilInterrupted(signal, surroundings.ask(question));
  if (!messages.isYes(answer)) throw cancelled(messages.notRemoved(name));
}
