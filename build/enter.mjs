// The first file of every command in build/: refuses a Node that is too old, in one sentence, before any
// newer syntax is parsed. So this file alone keeps to old syntax: no `node:`, no `?.`, no top-level await.

/** The oldest Node that everything here runs on; package.json's `engines` says the same. */
const OLDEST_MAJOR = 20;
const OLDEST_MINOR = 19;

/**
 * The one sentence for a Node that is too old, or nothing.
 * @param {string} version such as 18.20.4
 */
export function refusalOf(version) {
  const parts = version.split('.').map(Number);
  const major = parts[0] || 0;
  const minor = parts[1] || 0;
  if (major > OLDEST_MAJOR || (major === OLDEST_MAJOR && minor >= OLDEST_MINOR)) return '';
  return (
    'Charloom needs Node ' +
    OLDEST_MAJOR +
    '.' +
    OLDEST_MINOR +
    ' or newer, and this is Node ' +
    version +
    ': install a current Node from nodejs.org (or with nvm, fnm or your package manager), then run the same command again.'
  );
}

/**
 * Loads a command and runs its `main` with the command line's arguments; a number is the exit code, and
 * without one the command sets its own.
 * @param {() => Promise<{ main: (args: string[]) => Promise<number | undefined> }>} load
 */
export function enter(load) {
  const refusal = refusalOf(process.versions.node);
  if (refusal) {
    console.error(refusal);
    process.exitCode = 1;
    return;
  }
  load()
    .then(function (command) {
      return command.main(process.argv.slice(2));
    })
    .then(
      function (code) {
        if (code !== undefined) process.exitCode = code;
      },
      function (error) {
        // Expected failures, wrong options among them, carry a sentence for people; anything else is a bug and
        // shows its stack.
        const isExpected =
          error && (error.name === 'SetupError' || /^ERR_PARSE_ARGS/.test(error.code));
        console.error(isExpected ? '\n' + error.message : error);
        process.exitCode = 1;
      },
    );
}
