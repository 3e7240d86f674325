import { expect, test } from 'vitest';
import { chooseReplicas } from '../../app/training/choose-replicas.ts';

const never = () => Promise.reject(new Error('nothing to time'));
const stepsOf = (milliseconds: Record<number, number>) => (replicas: number) =>
  Promise.resolve(milliseconds[replicas] ?? Number.POSITIVE_INFINITY);

test('gives each of one or two cores a replica without timing anything', async () => {
  expect(await chooseReplicas(1, 32, never)).toBe(1);
  expect(await chooseReplicas(2, 32, never)).toBe(2);
});

test('never takes more replicas than there are streams', async () => {
  expect(await chooseReplicas(16, 2, never)).toBe(2);
});

test('takes the physical cores where logical ones hinder each other', async () => {
  expect(await chooseReplicas(8, 32, stepsOf({ 2: 90, 4: 50, 8: 60 }))).toBe(4);
});

test('takes all cores where they help', async () => {
  expect(await chooseReplicas(8, 32, stepsOf({ 2: 90, 4: 50, 8: 30 }))).toBe(8);
});

test('does not double the replicas for a gain that nobody would notice', async () => {
  expect(await chooseReplicas(8, 32, stepsOf({ 2: 90, 4: 50, 8: 49.5 }))).toBe(4);
});
