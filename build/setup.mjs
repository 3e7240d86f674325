// `npm run setup`.
import { enter } from './enter.mjs';

enter(() => import('./commands/setup.mjs'));
