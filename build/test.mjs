// `npm test`.
import { enter } from './enter.mjs';

enter(() => import('./commands/test.mjs'));
