import { expect, test } from 'vitest';
import { megabytesInWords } from '../../app/contract/megabytes.ts';

test.each([
  [1, '1 MB', '1 MB'],
  [1023, '1023 MB', '1023 MB'],
  [1024, '1 GB', '1 GB'],
  [1025, '1.1 GB', '1 GB'],
  [146_230, '142.9 GB', '142.8 GB'],
])('%i MB are said as %s where needed, as %s where there', (megabytes, needed, available) => {
  expect(megabytesInWords(megabytes, 'needed')).toBe(needed);
  expect(megabytesInWords(megabytes, 'available')).toBe(available);
});
