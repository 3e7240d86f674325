import { expect, test } from 'vitest';
import { findSenderFault, isOwnPage } from '../../../main/desktop/origin.ts';

const mainFrame = { url: 'app://charloom/' };
const contents = { mainFrame };

test('trusts the main frame of our own page', () => {
  expect(findSenderFault({ senderFrame: mainFrame, sender: contents })).toBeNull();
});

test('refuses a frame that is gone', () => {
  expect(findSenderFault({ senderFrame: null, sender: contents })).toBe('its frame is gone');
});

test('refuses a frame within the page, even one of our own origin', () => {
  const inner = { url: 'app://charloom/' };
  expect(findSenderFault({ senderFrame: inner, sender: contents })).toContain('main frame');
});

test.each([
  'https://charloom/',
  'app://elsewhere/',
  'app://charloom.evil/',
  'app://charloom@evil/',
  'file:///etc/passwd',
  'data:text/html,app://charloom/',
  'about:blank',
  '',
])('refuses the page %s', (url) => {
  const frame = { url };
  expect(isOwnPage(url)).toBe(false);
  expect(findSenderFault({ senderFrame: frame, sender: { mainFrame: frame } })).toContain(url);
});
