// How long a run is to go on, as a small form holds it: passes or minutes, by the rules of a recipe. Knows no screen.

import { checkNumber, numberRules } from './recipe-rules.ts';

/** Passes or minutes that a person chooses. */
export class RunLength {
  unit = $state<'epochs' | 'minutes'>('minutes');
  amount = $state<number | null>(5);
  /** What is wrong with it; null where nothing is. */
  readonly problem = $derived(checkNumber(this.amount, numberRules[this.unit]));

  constructor(unit: 'epochs' | 'minutes') {
    this.unit = unit;
  }

  /** As a request says it: the one or the other. Null while it is not valid. */
  get chosen(): { epochs: number } | { minutes: number } | null {
    const { unit, amount } = this;
    if (amount === null || this.problem !== null) return null;
    return unit === 'epochs' ? { epochs: amount } : { minutes: amount };
  }
}
