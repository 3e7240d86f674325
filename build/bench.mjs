// `npm run bench`.
import { enter } from './enter.mjs';

enter(() => import('./commands/bench.mjs'));
