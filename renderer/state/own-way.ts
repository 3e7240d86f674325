// What to ask beside a plan that trains another way than Charloom's. Pure.

import type { PlanRequest, TrainingPlan } from '../../app/contract/training.ts';

/** The same network and time, trained Charloom's way; null where the plan is that already. */
export function ownWayRequest(corpus: string, plan: TrainingPlan): PlanRequest | null {
  if (plan.recipe.windows !== 'strided') return null;
  const { cell, layers, head } = plan.configuration;
  return { corpus, minutes: plan.seconds / 60, configuration: { cell, layers, head } };
}
