// What a run's large products are taken in: what was asked for, where the machine gains from it. Starts nothing.

import type { ModelConfiguration, Recipe } from '../../contract/model.ts';
import type { ProductArithmetic } from '../../model/matrix.ts';
import type { Machine } from './machine.ts';

/** In smaller layers what lies between the products takes as long as they do. */
const unitsAtLeast = 128;

/**
 * `auto` takes bfloat16 for LSTMs alone, whose losses were compared, and for runs by the clock: after as many epochs
 * their loss is 0.004 nats higher, and in as much time they make half as many steps again. By name any run may have it.
 */
export function settleArithmetic(
  machine: Pick<Machine, 'gainsFromBfloat16'>,
  { arithmetic: asked, minutes }: Pick<Recipe, 'arithmetic' | 'minutes'>,
  { cell, activation, layers }: Pick<ModelConfiguration, 'cell' | 'activation' | 'layers'>,
): { arithmetic: ProductArithmetic; isRefused: boolean } {
  const isFitting =
    cell === 'lstm' && activation === 'tanh' && layers.every((units) => units >= unitsAtLeast);
  const isWanted = asked === 'bfloat16' || (asked === 'auto' && minutes !== null && isFitting);
  const isGranted = isWanted && machine.gainsFromBfloat16();
  return {
    arithmetic: isGranted ? 'bfloat16' : 'float32',
    isRefused: asked === 'bfloat16' && !isGranted,
  };
}
