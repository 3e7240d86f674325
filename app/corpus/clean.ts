// What every corpus has gone through, as models record it.

import type { Normalisation } from '../contract/model.ts';

export const normalisation: Normalisation = {
  lineEnds: 'lf',
  form: 'NFC',
  byteOrderMark: 'removed',
};
