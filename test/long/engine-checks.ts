// The longer proofs that drive the engine, bundled into one script.

import type { LongCheck } from './check.ts';

export const engineChecks: LongCheck[] = [];
