// What a source turned out to lack, as it is told and kept: only what it does lack.

import type { SourceGaps } from '../../contract/corpus.ts';

export function gapsOf({ missingChapters = 0, partsWithoutText = 0 }: SourceGaps): SourceGaps {
  return {
    ...(missingChapters > 0 ? { missingChapters } : {}),
    ...(partsWithoutText > 0 ? { partsWithoutText } : {}),
  };
}
