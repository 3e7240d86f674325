// How parts of the engine tell every front end what happened.

import type { EngineEvents, EventName } from '../contract/engine.ts';

export type Emit = <Name extends EventName>(event: Name, payload: EngineEvents[Name]) => void;
