import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { EngineError } from '../../app/contract/errors.ts';
import { openTensorFlow } from '../../app/tensor/tensorflow.ts';
import { RunCommands, train } from '../../app/training/trainer.ts';
import { bundleReplica } from './replica-script.ts';
import { sentence, tinyRun, trace } from './tiny-run.ts';

let replicaScript = '';
beforeAll(async () => {
  // The engine's thread runs the first op, as it does in the product.
  openTensorFlow();
  replicaScript = await bundleReplica();
});

describe('a run', () => {
  test('overfits one sentence', async () => {
    const options = await tinyRun({
      replicaScript,
      replicas: 2,
      text: sentence.repeat(48),
      configuration: { layers: [32], embedding: 8 },
      recipe: { epochs: 20, learningRate: 0.03 },
      validation: 8 * sentence.length,
    });
    const { finished } = await trace(options);
    expect(finished?.reason).toBe('completed');
    expect(finished?.figures.kept?.loss).toBeLessThan(0.05);
    // The first character has nothing before it.
    expect(finished?.figures.kept?.characters).toBe(8 * sentence.length - 1);
  });

  test('gives the same losses for the same seed and replica count', async () => {
    const options = await tinyRun({ replicaScript, replicas: 2, configuration: { dropout: 0.2 } });
    const first = await trace(options);
    const second = await trace(options);
    expect(first.losses).toHaveLength(options.start.position.totalSteps);
    expect(second.losses).toEqual(first.losses);
    expect(second.best).toEqual(first.best);
  });

  test('gives other losses for another seed', async () => {
    const first = await trace(await tinyRun({ replicaScript, recipe: { seed: 1 } }));
    const second = await trace(await tinyRun({ replicaScript, recipe: { seed: 2 } }));
    expect(second.losses[0]).not.toBe(first.losses[0]);
  });

  test('agrees between one and two replicas to rounding over the first steps', async () => {
    const configuration = { dropout: 0.3 };
    const one = await trace(await tinyRun({ replicaScript, replicas: 1, configuration }));
    const two = await trace(await tinyRun({ replicaScript, replicas: 2, configuration }));
    for (let step = 0; step < 5; step++) {
      expect(two.losses[step]).toBeCloseTo(one.losses[step] as number, 5);
    }
  });

  test.each([1, 2])(
    'resumes from a checkpoint with the same losses, with %i replicas',
    async (replicas) => {
      const options = await tinyRun({
        replicaScript,
        replicas,
        configuration: { dropout: 0.2 },
        recipe: { epochs: 20 },
        validation: 90,
      });
      const whole = await trace(options, (event, commands) => {
        if (event.kind === 'started') commands.checkpoint();
      });
      const point = whole.checkpoints[0];
      if (!point) throw new Error('no checkpoint');
      expect(point.position.step).toBeGreaterThan(0);
      expect(point.position.step).toBeLessThan(options.start.position.totalSteps);
      const resumed = await trace({ ...options, start: { ...point, best: null } });
      expect(resumed.losses).toEqual(whole.losses.slice(point.position.step));
      expect(resumed.checkpoints.at(-1)?.parameters).toEqual(whole.checkpoints.at(-1)?.parameters);
      expect(resumed.checkpoints.at(-1)?.variance).toEqual(whole.checkpoints.at(-1)?.variance);
    },
  );

  test('goes on after a pause as if there had been none', async () => {
    const options = await tinyRun({ replicaScript, replicas: 2, recipe: { epochs: 8 } });
    const plain = await trace(options);
    const paused = await trace(options, (event, commands) => {
      if (event.kind === 'started') commands.pause();
      if (event.kind === 'paused') commands.resume();
    });
    const kinds = paused.events.map((event) => event.kind);
    expect(kinds).toContain('paused');
    expect(kinds.indexOf('resumed')).toBeGreaterThan(kinds.indexOf('paused'));
    expect(paused.losses).toEqual(plain.losses);
  });

  test('stops at the end of a step with a checkpoint and its weights', async () => {
    const options = await tinyRun({ replicaScript, recipe: { epochs: 5000 }, validation: 90 });
    const { finished, checkpoints, best } = await trace(options, (event, commands) => {
      if (event.kind === 'started') commands.stop();
    });
    expect(finished?.reason).toBe('stopped');
    expect(finished?.figures.last?.characters).toBe(89);
    expect(best).toEqual(checkpoints.at(-1)?.parameters);
  });

  test('ends with the step when the loss is no longer finite', async () => {
    const options = await tinyRun({ replicaScript, replicas: 2, recipe: { epochs: 100 } });
    options.start.parameters.fill(Number.NaN);
    const failure = await trace(options).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EngineError);
    expect(failure).toMatchObject({ code: 'training-not-finite', details: { step: 1 } });
  });

  test('leaves no thread behind when it is returned from', async () => {
    const before = threadHandles();
    const options = await tinyRun({ replicaScript, replicas: 2, recipe: { epochs: 5000 } });
    for await (const event of train(options, new RunCommands())) {
      if (event.kind === 'progress') break;
    }
    expect(threadHandles()).toBe(before);
  });

  test('says so within five seconds when a replica is lost', async () => {
    const lossyScript = join(tmpdir(), `charloom-lossy-${process.pid}.mjs`);
    await writeFile(
      lossyScript,
      `import { workerData } from 'node:worker_threads';
       if (workerData.replica === 1) process.exit(9);
       await import(${JSON.stringify(replicaScript)});`,
    );
    onTestFinished(() => rm(lossyScript));
    const options = await tinyRun({ replicaScript: lossyScript, replicas: 2 });
    const startedAt = performance.now();
    await expect(trace(options)).rejects.toMatchObject({ code: 'replica-lost' });
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });

  test('starts and ends many times in one process', async () => {
    const options = await tinyRun({ replicaScript, replicas: 2, recipe: { epochs: 1 } });
    const first = await trace(options);
    for (let round = 0; round < 5; round++) {
      expect((await trace(options)).losses).toEqual(first.losses);
    }
  });
});

function threadHandles(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
}
