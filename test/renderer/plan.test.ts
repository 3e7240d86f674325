import { describe, expect, test } from 'vitest';
import type { Later } from '../../renderer/state/later.ts';
import { Plan } from '../../renderer/state/plan.svelte.ts';
import { openTestSession } from './test-session.ts';

/** A plan over the fake engine, with a clock that moves when it is told to. */
async function openPlan() {
  const { engine, session, settle } = await openTestSession((fake) => fake.furnish());
  const waiting = new Set<() => void>();
  const later: Later = (action) => {
    waiting.add(action);
    return () => void waiting.delete(action);
  };
  const plan = new Plan(session.engine, later);
  const rest = async () => {
    const due = [...waiting];
    waiting.clear();
    for (const action of due) action();
    await settle();
  };
  return { engine, plan, rest, session, settle };
}

const asking = (minutes: number) => ({ corpus: 'letters', minutes });

describe('the plan', () => {
  test('is asked for once the hand rests, for the last of what was set', async () => {
    const { engine, plan, rest } = await openPlan();
    for (const minutes of [1, 12, 30]) plan.ask(asking(minutes));
    expect(plan.isMeasuring).toBe(true);
    await rest();
    expect(engine.planned).toEqual([asking(30)]);
    expect(plan.isMeasuring).toBe(false);
    expect(plan.current?.seconds).toBe(1800);
  });

  test('of windows cut as in the articles has beside it what the same network reaches our way', async () => {
    const { engine, plan, rest } = await openPlan();
    plan.ask({ corpus: 'letters', recipe: { preset: 'keras-stack' } });
    await rest();
    expect(plan.current).toMatchObject({ expectedLoss: null, lossUnknown: 'recipe' });
    const seconds = plan.current?.seconds ?? 0;
    const network = { cell: 'lstm', layers: [50, 50, 50], head: [] };
    expect(engine.planned.at(-1)).toEqual({
      corpus: 'letters',
      minutes: seconds / 60,
      configuration: network,
    });
    expect(plan.ownWay).toEqual({ low: 1.47, high: 1.56 });
    plan.ask(asking(3));
    expect(plan.ownWay).toBeNull();
  });

  test('is not asked for again where nothing changed', async () => {
    const { engine, plan, rest } = await openPlan();
    plan.ask(asking(3));
    await rest();
    plan.ask(asking(3));
    await rest();
    expect(engine.planned).toHaveLength(1);
  });

  test('of an older question is dropped, and the newest is measured after it', async () => {
    const { engine, plan, rest, settle } = await openPlan();
    let open = () => undefined as void;
    engine.planGate = new Promise((resolve) => (open = resolve));
    plan.ask(asking(3));
    await rest();
    plan.ask(asking(12));
    await rest();
    plan.ask(asking(30));
    await rest();
    expect(engine.planned).toEqual([asking(3)]);
    expect(plan.current).toBeNull();
    open();
    await settle();
    expect(engine.planned).toEqual([asking(3), asking(30)]);
    expect(plan.current?.seconds).toBe(1800);
  });

  test('answers only the question that it was asked', async () => {
    const { plan, rest } = await openPlan();
    plan.ask(asking(3));
    expect(plan.answerTo(asking(3))).toBeNull();
    await rest();
    expect(plan.answerTo(asking(3))).toBe(plan.current);
    expect(plan.answerTo(asking(12))).toBeNull();
  });

  test('is gone where nothing can be asked', async () => {
    const { plan, rest } = await openPlan();
    plan.ask(asking(3));
    await rest();
    plan.ask(null);
    expect(plan.current).toBeNull();
    expect(plan.isMeasuring).toBe(false);
  });

  test('says why there is none, and can be asked again', async () => {
    const { engine, plan, rest } = await openPlan();
    plan.ask({ corpus: 'gone', minutes: 3 });
    await rest();
    expect(plan.problem).toMatchObject({ code: 'corpus-not-found' });
    plan.again();
    expect(plan.problem).toBeNull();
    await rest();
    expect(engine.planned).toHaveLength(2);
  });

  test('that was shown is what starts', async () => {
    const { engine, session, settle } = await openTestSession((fake) => fake.furnish());
    session.makeModel('letters');
    session.recipe.minutes = 3;
    Object.assign(session, { plan: new Plan(session.engine, (act) => (act(), () => undefined)) });
    session.plan.ask(session.recipe.planRequest());
    await settle();
    expect(await session.startTraining()).toBe(true);
    expect(engine.models[0]?.configuration.layers).toEqual([128, 128]);
  });
});

describe('the times of the presets', () => {
  test('are measured one after the other, and kept', async () => {
    const { engine, session } = await openTestSession((fake) => fake.furnish());
    const { presetTimes } = session;
    await presetTimes.timeAll('letters');
    expect(presetTimes.timing).toBeNull();
    const outlook = presetTimes.of('letters', 'keras-stack')!;
    expect(outlook.plan.expectedLoss).toBeNull();
    expect(outlook.ownWay).toEqual({ low: 1.47, high: 1.56 });
    expect(presetTimes.of('letters', 'medium')?.ownWay).toEqual({ low: 1.47, high: 1.56 });
    const own = engine.planned.findLast(({ configuration }) => configuration?.layers?.length === 3);
    expect(own).toMatchObject({ minutes: outlook.plan.seconds / 60 });
    expect(presetTimes.of('xin', 'keras-stack')).toBeNull();
    const count = engine.planned.length;
    await presetTimes.timeAll('letters');
    expect(engine.planned).toHaveLength(count);
  });

  test('stop when they are told to', async () => {
    const { engine, session } = await openTestSession((fake) => fake.furnish());
    const timing = session.presetTimes.timeAll('letters');
    session.presetTimes.stop();
    await timing;
    expect(engine.planned).toHaveLength(1);
  });
});
