// `npm run test:long -- [name…]`: proofs that take too long for `npm test`, each by its name.
import { enter } from '../../build/enter.mjs';

enter(() => import('./command.mjs'));
