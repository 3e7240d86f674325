// Why a window of Electron did not come, each with its remedy, in words for the person at the terminal.

/**
 * @typedef {object} Cause
 * @property {string} cause what is the matter
 * @property {string} remedy what to do about it
 */

/** Every cause that can be named. */
export const causes = {
  /** @param {string} reason @returns {Cause} */
  noElectron: (reason) => ({
    cause: `Electron could not be downloaded (${reason})`,
    remedy: 'set ELECTRON_MIRROR to a mirror, or check the network, and run "npm start -- --retry"',
  }),
  /** @returns {Cause} */
  noDisplay: () => ({
    cause: 'there is no display here',
    remedy: 'run "xvfb-run npm start" for a virtual one, or start it from a graphical session',
  }),
  /** @returns {Cause} */
  root: () => ({
    cause: "Electron's sandbox does not run as root",
    remedy:
      'start Charloom as an ordinary user, or give up the sandbox with "npm start -- --no-sandbox"',
  }),
  /** @returns {Cause} */
  sandbox: () => ({
    cause: "this system refuses Electron's sandbox",
    remedy:
      'as root, allow it with "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0" ' +
      '(or kernel.unprivileged_userns_clone=1), or give it up with "npm start -- --no-sandbox"',
  }),
  /** @param {string} library @returns {Cause} */
  missingLibrary: (library) => ({
    cause: `Electron needs the library ${library}, which is not installed`,
    remedy: `on Debian and Ubuntu, as root: "apt-get install ${debianPackageOf(library)}"`,
  }),
  /** @param {number} waitedMs @returns {Cause} */
  noWindow: (waitedMs) => ({
    cause: `no window appeared within ${waitedMs / 1000} s`,
    remedy: 'run "npm start" again; if it stays so, "npx electron ." shows what Electron says',
  }),
  /** @param {string} how @returns {Cause} */
  ended: (how) => ({
    cause: `Electron ended before its window appeared (${how})`,
    remedy: '"npx electron ." shows what Electron says',
  }),
};

/**
 * The cause that a failed Electron's own words tell of.
 * @param {{ how: string, errors: string }} end
 * @returns {Cause}
 */
export function causeOfEnd({ how, errors }) {
  const library = /error while loading shared libraries: (\S+?):/.exec(errors)?.[1];
  if (library) return causes.missingLibrary(library);
  if (/without --no-sandbox is not supported/.test(errors)) return causes.root();
  if (/SUID sandbox helper|No usable sandbox|credentials\.cc|zygote_host_impl/.test(errors)) {
    return causes.sandbox();
  }
  if (/Missing X server|cannot open display|Failed to connect to Wayland/i.test(errors)) {
    return causes.noDisplay();
  }
  return causes.ended(how);
}

/**
 * The Debian package that holds a library Electron is known to miss; all of them where it is none of those.
 * @param {string} library
 */
function debianPackageOf(library) {
  /** @type {[RegExp, string][]} */
  const known = [
    [/^lib(nss3|nssutil3|smime3)/, 'libnss3'],
    [/^libnspr4/, 'libnspr4'],
    [/^libgbm/, 'libgbm1'],
    [/^libasound/, 'libasound2'],
    [/^lib(gtk|gdk)-3/, 'libgtk-3-0'],
    [/^libatk-bridge/, 'libatk-bridge2.0-0'],
    [/^libatk-1/, 'libatk1.0-0'],
    [/^libcups/, 'libcups2'],
    [/^libdrm/, 'libdrm2'],
    [/^libXss/, 'libxss1'],
    [/^libXtst/, 'libxtst6'],
  ];
  const found = known.find(([pattern]) => pattern.test(library));
  return found ? found[1] : 'libgtk-3-0 libnss3 libasound2 libgbm1 libxss1 libxtst6';
}
