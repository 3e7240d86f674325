// `npm run setup`: puts in place what Charloom needs, and nothing else.
import { enter } from './enter.mjs';

enter(() => import('./setup/command.mjs'));
