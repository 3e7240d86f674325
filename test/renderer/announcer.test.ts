import { expect, test } from 'vitest';
import { Announcer } from '../../renderer/state/announcer.svelte.ts';

function open() {
  const timers: (() => void)[] = [];
  const announcer = new Announcer((action) => void timers.push(action));
  return { announcer, pass: () => timers.splice(0).forEach((timer) => timer()) };
}

test('says the first sentence at once and the next only after a pause', () => {
  const { announcer, pass } = open();
  announcer.say('10 %');
  announcer.say('11 %');
  announcer.say('12 %');
  expect(announcer.sentence).toBe('10 %');
  pass();
  expect(announcer.sentence).toBe('12 %');
});

test('says what cannot wait at once, and drops what waited', () => {
  const { announcer, pass } = open();
  announcer.say('10 %');
  announcer.say('11 %');
  announcer.sayNow('Done.');
  expect(announcer.sentence).toBe('Done.');
  pass();
  expect(announcer.sentence).toBe('Done.');
});
