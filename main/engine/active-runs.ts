// Which models are training or waiting to, kept at hand outside the engine: after a crash the engine cannot say.
// Also tells desktop when the computer must stay awake. Asks over a plain client, like any front end.

import type { EngineEvents, EngineMethods } from '../../app/contract/engine.ts';
import type { Client } from '../../app/contract/rpc.ts';
import type { RunStatus } from '../../app/contract/training.ts';

/** Runs that a crash interrupts against the person's will; a paused or ending one is not among them. */
const wanted: readonly RunStatus['state'][] = ['starting', 'running', 'queued'];

export interface ActiveRuns {
  /** Models in the order in which they train. */
  models(): string[];
  onChange(listener: (models: string[]) => void): void;
}

/** Follows the runs of an engine through its events. */
export function followRuns(client: Client<EngineMethods, EngineEvents>): ActiveRuns {
  let models: string[] = [];
  const listeners: ((models: string[]) => void)[] = [];

  const update = (runs: readonly RunStatus[]) => {
    models = runs
      .filter((run) => wanted.includes(run.state))
      .sort((a, b) => a.queuePosition - b.queuePosition)
      .map((run) => run.model);
    for (const listener of listeners) listener(models);
  };
  // A call that fails failed with the engine: what was known last is then just what is wanted.
  const ask = () => void client.call('training.runs').then(update, () => undefined);

  client.on('training.queued', ask);
  client.on('training.started', ask);
  client.on('training.state', ask);
  client.on('training.ended', ask);
  client.on('engine.restarted', ask);
  return {
    models: () => models,
    onChange: (listener) => void listeners.push(listener),
  };
}
