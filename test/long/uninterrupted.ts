// What a run comes to when nothing interrupts it: the loss of every step, and all that its last checkpoint
// holds. Trained in this process, from the same library, through the engine's own steps.

import type { TrainingRequest } from '../../app/contract/training.ts';
import { thisMachine } from '../../app/engine/plans/machine.ts';
import { Planner } from '../../app/engine/plans/planner.ts';
import { openRunStart } from '../../app/engine/runs/run-start.ts';
import { openLibrary } from '../../app/library/library.ts';
import { openTensorFlow } from '../../app/tensor/tensorflow.ts';
import type { StartPoint } from '../../app/training/start-point.ts';
import { RunCommands, train } from '../../app/training/trainer.ts';

export interface Uninterrupted {
  losses: number[];
  checkpoint: Omit<StartPoint, 'best'>;
  lastValidationLoss: number | null;
}

/** Trains to the end what the request asks for; leaves nothing in the library. */
export async function trainUninterrupted(
  home: string,
  replicaScript: string,
  request: TrainingRequest,
): Promise<Uninterrupted> {
  openTensorFlow();
  const { corpora, models } = await openLibrary({ home });
  const corpus = await corpora.open(request.corpus);
  const machine = thisMachine(replicaScript, () => false);
  const prepared = await new Planner(machine).prepare(corpus, request);
  const { point } = await openRunStart(models, 'none', prepared, { kind: 'fresh', parent: null });
  const options = {
    replicaScript,
    replicas: prepared.recipe.replicas,
    configuration: prepared.configuration,
    vocabularySize: prepared.vocabulary.size,
    recipe: prepared.recipe,
    text: prepared.text,
    start: point,
    replay: null,
  };
  const losses: number[] = [];
  let checkpoint: Uninterrupted['checkpoint'] | null = null;
  let lastValidationLoss: number | null = null;
  for await (const event of train(options, new RunCommands())) {
    if (event.kind === 'progress') losses.push(...event.losses);
    if (event.kind === 'checkpoint') checkpoint = event.point;
    if (event.kind === 'finished') lastValidationLoss = event.figures.last?.loss ?? null;
  }
  if (!checkpoint) throw new Error('The run ended without a checkpoint.');
  return { losses, checkpoint, lastValidationLoss };
}
