// `npm run lint`.
import { enter } from './enter.mjs';

enter(() => import('./commands/lint.mjs'));
