// `node build/models.mjs`: trains the two models that come with Charloom, anew, from the sample texts.
import { enter } from './enter.mjs';

enter(() => import('./commands/models.mjs'));
