import { expect, test } from 'vitest';
import { causeOfEnd } from '../../../build/start/causes.mjs';

const ends: [string, string, string, string][] = [
  [
    'a missing library',
    'electron: error while loading shared libraries: libnss3.so: cannot open shared object file',
    'Electron needs the library libnss3.so, which is not installed',
    'on Debian and Ubuntu, as root: "apt-get install libnss3"',
  ],
  [
    'root',
    '[1:FATAL:electron_main_delegate.cc(303)] Running as root without --no-sandbox is not supported.',
    "Electron's sandbox does not run as root",
    'start Charloom as an ordinary user',
  ],
  [
    'a refused sandbox',
    '[1:FATAL:setuid_sandbox_host.cc(163)] The SUID sandbox helper binary was found, but is not configured',
    "this system refuses Electron's sandbox",
    'kernel.apparmor_restrict_unprivileged_userns=0',
  ],
  [
    'a display that cannot be opened',
    '[1:ERROR:ozone_platform_x11.cc(245)] Missing X server or $DISPLAY',
    'there is no display here',
    'xvfb-run npm start',
  ],
  [
    'anything else',
    'Segmentation fault',
    'Electron ended before its window appeared (code 139)',
    'npx electron .',
  ],
];

test.each(ends)('names %s and its remedy', (_name, errors, cause, remedy) => {
  const found = causeOfEnd({ how: 'code 139', errors });
  expect(found.cause).toBe(cause);
  expect(found.remedy).toContain(remedy);
});
