// What a run says of itself, in a window over the fake engine: while it goes on and after it has ended.

import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { useWindow } from './window.ts';

const openWindow = useWindow();

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('says in words what a run changed and what happened to it', async () => {
  const { page, engine } = await openWindow();
  await button(page, 'Train on this').click();
  await button(page, 'Start training').click();
  await button(page, 'Pause').waitFor();
  const { run, model, name } = engine.runs[0]!.status;
  const adjustments = [{ field: 'batchSize' as const, asked: 32, used: 8 }];
  const known = { parameters: 1, vocabularySize: 2, characters: 3, replicas: 1, adjustments };
  engine.emit('training.started', { run, model, name, ...known });
  engine.emit('training.notice', { run, code: 'fewer-replicas', message: 'One is missing.' });
  const notes = page.getByRole('list', { name: 'What happened' });
  await notes.getByText('It goes on with fewer replicas').waitFor();
  expect(await notes.getByRole('listitem').first().innerText()).toBe(
    'Batch size 8 instead of 32: the text is small.',
  );
  engine.emit('engine.restarted', { crashed: 'SIGKILL' });
  await page.getByText(/^The engine had stopped/).waitFor();
});

test.each([
  { countingLoss: null, verdict: 'nats better than counting', kind: 'good' },
  { countingLoss: 0.5, verdict: 'nats worse than counting', kind: 'care' },
])('says of an ended run what happened to it, and that it is $verdict', async (expected) => {
  const { page, engine, pass } = await openWindow();
  engine.countingLoss = expected.countingLoss;
  // The text that is shown first has been counted by now.
  await page
    .getByRole('region', { name: 'Your texts' })
    .getByRole('button', { name: '书信' })
    .click();
  await page.getByRole('heading', { level: 1, name: '书信' }).waitFor();
  await button(page, 'Train on this').click();
  await page.getByRole('radio', { name: 'Other…' }).check({ force: true });
  await page.getByRole('spinbutton', { name: 'Number of minutes' }).fill('1');
  await button(page, 'Start training').click();
  await button(page, 'Pause').waitFor();
  engine.runs[0]?.notice({ code: 'overfitting', message: '', details: { epoch: 3 } });
  pass(61);
  const ended = page.getByRole('status').filter({ hasText: 'Done. The best weights are kept.' });
  await ended.getByText(expected.verdict).waitFor();
  expect(await ended.getAttribute('class')).toContain(expected.kind);
  const cares = page.getByRole('list', { name: 'What wants care' });
  await cares.getByText(/^Learning by heart/).waitFor();
});
