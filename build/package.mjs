// `npm run package`.
import { enter } from './enter.mjs';

enter(() => import('./commands/package.mjs'));
