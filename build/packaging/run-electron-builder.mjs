// The process that electron-builder runs in: makes the one target that its argument, in JSON, describes, and
// prints the files that it made, or why it could not, in JSON on its last line.
import { build, Platform } from 'electron-builder';
import configuration, { placesOf } from '../electron-builder.config.mjs';

/** @import { Packing } from './electron-builder.mjs' */

const { target, staged, output, electron, packed } = /** @type {Packing} */ (
  JSON.parse(process.argv[2] ?? '')
);
try {
  const made = await build({
    targets: Platform.current().createTarget(target),
    config: {
      ...configuration,
      ...placesOf(staged, output),
      electronDist: electron.folder,
      electronVersion: electron.version,
    },
    publish: 'never',
    prepackaged: packed,
  });
  console.log(JSON.stringify({ files: made }));
} catch (error) {
  console.log(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
  // Not by the exit code alone: electron-builder sets its own while the process ends.
  process.exit(1);
}
