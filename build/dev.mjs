// `npm run dev`.
import { enter } from './enter.mjs';

enter(() => import('./commands/dev.mjs'));
