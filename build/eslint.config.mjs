// The lint rules: type-aware TypeScript, Svelte, and the walls of the house as restricted imports.
// Layout (spaces, quotes, line width) is prettier's business and none of these.
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import typescript from 'typescript-eslint';
import { layers } from './layers.mjs';

/** Packages that a folder must never see, with the reason shown to whoever tries. */
const shellPackages = ['electron', 'svelte', 'vite', 'playwright', 'ws'];

/**
 * The restricted imports of one layer: every other layer that it may not use.
 * @param {string} name
 */
function wallOf(name) {
  const forbidden = Object.keys(layers).filter(
    (other) => other !== name && other !== 'app' && !layers[name]?.includes(other),
  );
  const folders = forbidden.map((folder) => folder.replace(/^app\//, '')).join('|');
  return {
    regex: `^(\\.\\./)+(app/)?(${folders})/`,
    message: `${name} may not import this layer (build/layers.mjs).`,
  };
}

/**
 * The rule that holds one layer's walls, with the packages that it may not use.
 * @param {string} name
 * @param {string[]} packages
 * @returns {import('eslint').Linter.Config}
 */
function layerRules(name, packages) {
  const bare = packages.map((each) => each.replace('/', '\\/')).join('|');
  return {
    files: name === 'app' ? ['app/*.ts', 'app/engine/**/*.ts'] : [`${name}/**/*.{ts,svelte}`],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            wallOf(name),
            { regex: `^(${bare})(\\/|$)`, message: `${name} may not use this package.` },
          ],
        },
      ],
    },
  };
}

export default defineConfig(
  {
    ignores: ['out/', 'release/', 'node_modules/', '.charloom/', 'build/canary/', 'test/golden/'],
  },
  {
    files: ['**/*.{ts,mjs,svelte}'],
    extends: [typescript.configs.recommendedTypeChecked],
    languageOptions: {
      ecmaVersion: 2023,
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname + '/..',
        extraFileExtensions: ['.svelte'],
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-constant-condition': ['error', { checkLoops: 'allExceptWhileTrue' }],
      'no-empty': 'error',
      'no-self-compare': 'error',
      'no-unreachable': 'error',
      'no-template-curly-in-string': 'error',
      'max-lines': ['error', { max: 400 }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Numbers, errors and booleans read well in a sentence.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // An async function may satisfy a promise-shaped contract without awaiting anything.
      '@typescript-eslint/require-await': 'off',
    },
  },

  // The walls.
  layerRules('app/contract', ['node:.*', '@tensorflow', ...shellPackages]),
  ...['app/corpus', 'app/model', 'app/training', 'app/sampling', 'app/library', 'app/formats'].map(
    (name) => layerRules(name, ['@tensorflow', ...shellPackages]),
  ),
  layerRules('app/tensor', shellPackages),
  layerRules('app', ['@tensorflow', ...shellPackages]),
  layerRules('main', ['@tensorflow', 'svelte', 'vite', 'playwright']),
  layerRules('renderer', ['node:.*', 'electron', 'ws', '@tensorflow', 'playwright']),
  {
    files: ['app/**/*.ts'],
    rules: {
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        {
          object: 'Math',
          property: 'random',
          message: 'A run must be reproducible: draw from the seeded numbers of app/.',
        },
      ],
    },
  },
  {
    files: ['main/**/*.ts'],
    ignores: ['main/preload.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "ImportSpecifier[imported.name='ipcRenderer']",
          message: 'Only main/preload.ts touches ipcRenderer; everything else uses the contract.',
        },
      ],
    },
  },

  // Svelte: its own rules, and the TypeScript parser inside its scripts.
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: typescript.parser } },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      // Props are destructured together, and a bindable one among them has to be `let`.
      'prefer-const': ['error', { destructuring: 'all' }],
      // The parser gives no types to what a template's functions are handed; svelte-check does.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },

  // Plain JavaScript with JSDoc: casts read as comments there, so the unsafe-* rules only repeat tsc.
  {
    files: ['**/*.mjs'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // What a spy stands in for is looked at, not called.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
