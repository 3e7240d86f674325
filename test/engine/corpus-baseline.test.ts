import { expect, onTestFinished, test } from 'vitest';
import { rhyme } from '../corpus/counting/rhyme.ts';
import { discard, openEngine } from './engine-at-hand.ts';

const asked = { validation: 0.1, test: 0, minimumCount: 1, coverage: 1 };

test('the engine counts a corpus and answers others meanwhile', async () => {
  const { client, home, close } = await openEngine();
  onTestFinished(async () => {
    await close();
    await discard(home);
  });
  const sources = [{ kind: 'text' as const, name: 'rhyme', text: rhyme(60) }];
  const { id: corpus } = await client.call('corpus.import', { sources });
  const order: string[] = [];
  const counting = client.call('corpus.baseline', { corpus, ...asked });
  const counted = counting.then(() => order.push('counted'));
  await client.call('corpus.show', { corpus });
  order.push('shown');
  await counted;
  expect(order).toEqual(['shown', 'counted']);
  const { loss, losses } = await counting;
  // A line of the rhyme follows from the one before; by single characters little can be told.
  expect(loss).toBeLessThan(losses[0]! / 3);
});

test('the engine refuses shares and cut-offs that no recipe has', async () => {
  const { client, home, close } = await openEngine();
  onTestFinished(async () => {
    await close();
    await discard(home);
  });
  const request = { corpus: 'any', ...asked, minimumCount: 0 };
  await expect(client.call('corpus.baseline', request)).rejects.toMatchObject({
    code: 'invalid-request',
  });
});
