// A process that opens a library, acts on it, and is killed before its n-th change to the disk; or that holds
// a model until it is told to go. Started by the tests, never by the product.

import { openLibrary } from '../../app/library/library.ts';
import { actions, type ScenarioName } from './actions.ts';
import { watchedFileSystem } from './file-systems.ts';

const [command, home = '', id = '', count = '0'] = process.argv.slice(2);

if (command === 'hold') {
  const library = await openLibrary({ home });
  const lock = await library.models.acquire(id);
  await library.models.update(id, { state: 'training' });
  process.stdout.write('held\n');
  process.stdin.once('end', () => void lock.release());
  process.stdin.resume();
} else {
  let left = Infinity;
  const fileSystem = watchedFileSystem(() => {
    if (--left === 0) process.kill(process.pid, 'SIGKILL');
  });
  const library = await openLibrary({ home, fileSystem });
  left = Number(count);
  await actions[command as ScenarioName](library, id);
  process.stdout.write('done\n');
}
