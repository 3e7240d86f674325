// The two kinds of things that the library keeps under a name, models and texts: what each is asked for by, and how
// one is found from what a person typed.

import type { CorpusSummary } from '../../app/contract/corpus.ts';
import type { ErrorCode } from '../../app/contract/errors.ts';
import type { ModelSummary } from '../../app/contract/model.ts';
import { untilInterrupted } from './interruption.ts';
import type { Messages } from './messages.ts';
import { SaidError } from './said-error.ts';
import type { CommandContext, TerminalEngine } from './surroundings.ts';

type Client = TerminalEngine['client'];

/** What every kind has. */
export interface Named {
  id: string;
  name: string;
}

/** One kind of things, as the commands need it. */
export interface LibraryKind<Entry extends Named> {
  /** What its id is called in JSON lines. */
  key: 'model' | 'corpus';
  notFound: ErrorCode;
  list(client: Client): Promise<Entry[]>;
  rename(client: Client, id: string, name: string): Promise<Entry>;
  remove(client: Client, id: string): Promise<null>;
  words(messages: Messages): {
    none: (reference: string) => string;
    several: (name: string, ids: string) => string;
    askRemove: (name: string) => string;
  };
}

/** Models. */
export const modelKind: LibraryKind<ModelSummary> = {
  key: 'model',
  notFound: 'model-not-found',
  list: (client) => client.call('model.list'),
  rename: (client, model, name) => client.call('model.rename', { model, name }),
  remove: (client, model) => client.call('model.remove', { model }),
  words: ({ noSuchModel: none, severalModels: several, askRemove }) => ({
    none,
    several,
    askRemove,
  }),
};

/** Texts; the contract calls them corpora. */
export const textKind: LibraryKind<CorpusSummary> = {
  key: 'corpus',
  notFound: 'corpus-not-found',
  list: (client) => client.call('corpus.list'),
  rename: (client, corpus, name) => client.call('corpus.rename', { corpus, name }),
  remove: (client, corpus) => client.call('corpus.remove', { corpus }),
  words: ({ noSuchCorpus: none, severalCorpora: several, askRemoveText: askRemove }) => ({
    none,
    several,
    askRemove,
  }),
};

/** Finds a thing by its id, or by a name that only one of its kind has. */
export async function findNamed<Entry extends Named>(
  { messages, signal }: CommandContext,
  { client }: TerminalEngine,
  { kind, reference }: { kind: LibraryKind<Entry>; reference: string },
): Promise<Entry> {
  const all = await untilInterrupted(signal, kind.list(client));
  const known = all.find(({ id }) => id === reference);
  if (known) return known;
  const named = all.filter(({ name }) => name === reference);
  const [found, another] = named;
  const { none, several } = kind.words(messages);
  if (!found) throw new SaidError(kind.notFound, none(reference));
  if (!another) return found;
  const ids = named.map(({ id }) => id).join(', ');
  throw new SaidError(kind.notFound, several(reference, ids));
}
