// `npm run build`.
import { enter } from './enter.mjs';

enter(() => import('./commands/build.mjs'));
