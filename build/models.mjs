// `node build/models.mjs [file…]`: trains the models that come with Charloom anew, all or those named.
import { enter } from './enter.mjs';

enter(() => import('./commands/models.mjs'));
