// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the planted sources hold templates of their own
/** The architecture as a test: planted violations show that the rules see each kind of reference, then the real tree is held to them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { layers, layerViolations } from './layer-rules.ts';
import { referencesOf } from './module-references.ts';

const root = join(import.meta.dirname, '../..');

const sourceTree = () => {
  const paths = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    paths.map((path) => [path.slice(root.length + 1).replaceAll(sep, '/'), readFileSync(path, 'utf8')] as const),
  );
};

const violationsOf = (path: string, content: string) => layerViolations(new Map([[path, content]]));

describe('the source tree', () => {
  test('keeps to the layer rules', () => {
    expect(layerViolations(sourceTree())).toEqual([]);
  });

  test('is really read', () => {
    const tree = sourceTree();
    const zod = [...tree].filter(([, content]) => referencesOf(content).modules.some((m) => m.specifier === 'zod'));
    const paths = zod.map(([path]) => path);
    expect(paths).toEqual(expect.arrayContaining(['src/report/schema-v1-events.ts', 'src/report/schema-v1.ts']));
    expect(paths.filter((path) => !/^src\/report\/schema-[\w-]+\.ts$/.test(path))).toEqual([]);
    expect(tree.get('src/model/report.ts')).toContain('obs3.report/v1');
  });

  test('the rules name only layers that exist in them', () => {
    const named = Object.values(layers).flatMap((layer) => Object.keys(layer.layers ?? {}));
    expect(named.filter((name) => !Object.hasOwn(layers, name))).toEqual([]);
  });
});

describe('a violation is found in', () => {
  test.each([
    ['a static import', "import { a } from '../cli/a.ts';"],
    ['an import that spans lines', "import {\n  a,\n} from\n  '../cli/a.ts';"],
    ['a default import named type', "import type from '../cli/a.ts';"],
    ['a default and a list', "import a, { b } from '../cli/a.ts';"],
    ['a namespace', "import * as a from '../cli/a.ts';"],
    ['an inline type import, which loads the module still', "import { type A } from '../cli/a.ts';"],
    ['a type import', "import type { A } from '../cli/a.ts';"],
    ['a side-effect import', "import '../cli/a.ts';"],
    ['a re-export', "export { a } from '../cli/a.ts';"],
    ['a re-export of all', "export * from '../cli/a.ts';"],
    ['a re-export as a namespace', "export * as a from '../cli/a.ts';"],
    ['a type re-export', "export type { A } from '../cli/a.ts';"],
    ['a dynamic import', "const a = await import('../cli/a.ts');"],
    ['a dynamic import with attributes', "const a = await import('../cli/a.ts', { with: { type: 'json' } });"],
    ['a dynamic import in a template literal', 'const a = await import(`../cli/a.ts`);'],
    ['an import inside a substitution', "const a = `${(await import('../cli/a.ts')).a} ${{ b: 1 }.b}`;"],
    ['the type of an import', "type A = typeof import('../cli/a.ts');"],
    ['a worker', "new Worker(new URL('../cli/a.ts', import.meta.url));"],
    ['code after a comment', "/* ' */ import '../cli/a.ts';"],
    ['code after a regular expression', "const quote = /['\"`/]/; const half = 4 / 2; import '../cli/a.ts';"],
    ['code after a division', "const half = (a) / 2; const b = [4][0] / 2; import '../cli/a.ts'; const c = 1 / 2;"],
    ['code after a template', 'const a = `\\` ${`${1}`} import`; import "../cli/a.ts";'],
  ])('%s', (_, content) => {
    expect(violationsOf('src/model/a.ts', content)).toEqual([
      expect.stringMatching(/^src\/model\/a\.ts:\d: model may not import src\/cli\/a\.ts$/),
    ]);
  });

  test.each([
    ['a computed import', 'const a = await import(path);'],
    ['an import built from parts', "const a = await import('../cli/' + name);"],
    ['a template with a substitution', 'const a = await import(`../model/${name}.ts`);'],
    ['a computed require', 'const a = require(path);'],
  ])('%s', (_, content) => {
    expect(violationsOf('src/cli/a.ts', content)).toEqual([expect.stringContaining('computed import')]);
  });

  test('the line where it stands', () => {
    expect(violationsOf('src/model/a.ts', "/*\n*/\nconst a = `\n`;\nimport 'chalk';")).toEqual([
      'src/model/a.ts:5: model may not import the package chalk',
    ]);
  });
});

describe('no violation is found in', () => {
  test.each([
    ['a line comment', "// import '../cli/a.ts';"],
    ['a block comment', "/* import '../cli/a.ts';\n export * from '../cli/a.ts' */"],
    ['a string', `const a = "import '../cli/a.ts'"; const b = 'it\\'s import("../cli/a.ts")';`],
    ['a template', "const a = `import '../cli/a.ts'; process.exit()`;"],
    ['a regular expression', "const a = /import '..\\/cli\\/a.ts'/; const b = [/console/];"],
    ['a member named like a global', 'a.process(); b?.console; const c = { process: 1, console: 2 };'],
    ['a type member named like a global', 'interface A { readonly process: string; console?: number }'],
    ['import.meta', 'const a = import.meta.url; const b = call.import(c); const d = { import: e };'],
    ['a list export', 'const from = 1; export { from }; const a = "../cli/a.ts"; export type B = 1;'],
    ['the URL of a file that is no module', "const a = new URL('../cli/a.json', import.meta.url);"],
    ['a URL of elsewhere', "const a = new URL('../cli/a.ts', base);"],
    ['another member of globalThis', "globalThis.structuredClone(a); globalThis['fetch'];"],
  ])('%s', (_, content) => {
    expect(violationsOf('src/model/a.ts', content)).toEqual([]);
  });
});

describe('rules', () => {
  const wrong = 1;
  const right = 0;
  test.each<[string, string, number]>([
    // folders
    ['src/util/a.ts', '', wrong],
    ['src/a.ts', '', wrong],
    ['src/analysis/a.ts', '', wrong],
    ['src/analysis/why/a.ts', '', wrong],
    ['src/sources/a.ts', '', wrong],
    ['src/cli/a.js', '', wrong],
    ['src/constructor/a.ts', '', wrong],
    ['src/index.ts', "export { sources } from './sources/index.ts';", right],
    ['src/cli/a.ts', "import { a } from '../util/a.ts';", wrong],
    ['src/cli/a.ts', "import { a } from '../../bench/a.ts';", wrong],
    ['src/cli/a.ts', "import a from '../../package.json';", wrong],
    ['src/model/a.ts', "import { a } from './b.ts';", right],
    ['src/model/a.ts', "import { a } from '../resources/b.ts';", wrong],
    ['src/resources/services/a.ts', "import { a } from '../../model/b.ts';", right],
    ['src/resources/a.ts', "import { a } from '../aws/b.ts';", wrong],
    ['src/archive/a.ts', "import { a } from '../resources/b.ts';", wrong],
    ['src/archive/a.ts', "import { a } from '../sources/cloudtrail/b.ts';", wrong],
    ['src/archive/a.ts', "new Worker(new URL('../sources/cloudtrail/b.ts', import.meta.url));", wrong],
    ['src/archive/a.ts', "import { a } from '../aws/b.ts';", right],
    ['src/aws/a.ts', "import { a } from '../archive/b.ts';", wrong],
    // analysis
    ['src/analysis/who/a.ts', "import { a } from '../../resources/arn.ts';", right],
    ['src/analysis/who/a.ts', "import { a } from '../what/a.ts';", wrong],
    ['src/analysis/who/a.ts', "import { a } from '../link/a.ts';", wrong],
    ['src/analysis/link/a.ts', "import { a } from '../who/a.ts';", right],
    ['src/analysis/who/a.ts', "import type { A } from '../../report/a.ts';", wrong],
    // plan
    ['src/plan/a.ts', "import type { Source } from '../sources/source.ts';", right],
    ['src/plan/a.ts', "import { source } from '../sources/source.ts';", wrong],
    ['src/plan/a.ts', "import type { A } from '../sources/cloudtrail/index.ts';", wrong],
    // sources
    ['src/sources/index.ts', "import { cloudtrail } from './cloudtrail/index.ts';", right],
    ['src/sources/cloudtrail/a.ts', "import type { Source } from '../source.ts';", right],
    ['src/sources/cloudtrail/a.ts', "import { a } from '../config/a.ts';", wrong],
    ['src/sources/cloudtrail/backends/a.ts', "import { a } from '../../config/backends/a.ts';", wrong],
    ['src/sources/cloudtrail/backends/a.ts', "import { a } from '../record.ts';", right],
    ['src/sources/cloudtrail/a.ts', "import { a } from '../index.ts';", wrong],
    ['src/sources/cloudtrail/a.ts', "import { a } from '../../report/a.ts';", wrong],
    ['src/sources/source.ts', "import type { A } from '../archive/a.ts';", right],
    ['src/sources/source.ts', "import { a } from '../archive/a.ts';", wrong],
    ['src/investigate/a.ts', "import { sources } from '../sources/index.ts';", wrong],
    ['src/investigate/a.ts', "import type { Source } from '../sources/source.ts';", right],
    ['src/render/a.ts', "import { sources } from '../sources/index.ts';", wrong],
    ['src/cli/a.ts', "import { sources } from '../sources/index.ts';", right],
    // the schema and zod
    ['src/report/schema-v1.ts', "import { z } from 'zod'; import { a } from './schema-v1-events.ts';", right],
    ['src/report/schema-v1-events.ts', "import { z } from 'zod';", right],
    ['src/report/verdict.ts', "import { z } from 'zod';", wrong],
    ['src/report/verdict.ts', "import type { z } from 'zod';", wrong],
    ['src/cli/a.ts', "const { z } = await import('zod');", wrong],
    ['src/cli/schema-v1.ts', "import { z } from 'zod';", wrong],
    ['src/report/verdict.ts', "import { reportV1 } from './schema-v1.ts';", wrong],
    ['src/report/verdict.ts', "import type { A } from './schema-v1.ts';", right],
    ['src/cli/commands/schema.ts', "const a = await import('../../report/schema-v1.ts');", right],
    ['src/cli/commands/schema.ts', "import { reportV1 } from '../../report/schema-v1.ts';", wrong],
    ['src/cli/commands/schema.ts', "import '../../report/schema-v1.ts';", wrong],
    ['src/render/a.ts', "import type { A } from '../report/a.ts';", right],
    ['src/render/a.ts', "export { a } from '../report/a.ts';", wrong],
    // packages
    ['src/render/a.ts', "import { Chalk } from 'chalk';", right],
    ['src/render/a.ts', "import { Command } from 'commander';", wrong],
    ['src/cli/a.ts', "import { Command } from 'commander';", right],
    ['src/cli/a.ts', "import { a } from 'commander-extras';", wrong],
    ['src/cli/a.ts', "import a from '@example/a/b.js';", wrong],
    ['src/aws/a.ts', "const a = await import('@aws-sdk/client-cloudtrail');", right],
    ['src/aws/a.ts', "import type { A } from '@aws-sdk/client-cloudtrail';", right],
    ['src/aws/a.ts', "import { A } from '@aws-sdk/client-cloudtrail';", wrong],
    ['src/sources/config/backends/api.ts', "await import('@aws-sdk/client-config-service');", right],
    ['src/sources/config/item.ts', "await import('@aws-sdk/client-config-service');", wrong],
    ['src/model/a.ts', "import a from '#a';", wrong],
    ['src/model/a.ts', "import a from '/a.ts';", wrong],
    ['src/model/a.ts', "import a from 'data:text/javascript,1';", wrong],
    // Node
    ['src/archive/a.ts', "import { open } from 'node:fs/promises';", right],
    ['src/archive/a.ts', "import { open } from 'fs';", wrong],
    ['src/archive/a.ts', "import { spawn } from 'node:child_process';", wrong],
    ['src/archive/a.ts', "import { env } from 'node:process';", wrong],
    ['src/cli/a.ts', "import { env } from 'node:process';", right],
    ['src/sources/cloudtrail/id.ts', "import { createHash } from 'node:crypto';", right],
    ['src/sources/cloudtrail/a.ts', "import { open } from 'node:fs/promises';", wrong],
    ['src/sources/cloudtrail/backends/a.ts', "import { open } from 'node:fs/promises';", right],
    ['src/render/a.ts', "import { stripVTControlCharacters } from 'node:util';", right],
    ['src/render/a.ts', "import { open } from 'node:fs/promises';", wrong],
    ['src/plan/a.ts', "import { createHash } from 'node:crypto';", wrong],
    ['src/resources/a.ts', "import { inspect } from 'node:util';", wrong],
    ['src/report/a.ts', "import type { Stats } from 'node:fs';", wrong],
    ['src/analysis/who/a.ts', "import { inspect } from 'node:util';", wrong],
    ['src/investigate/a.ts', "import { setTimeout } from 'node:timers/promises';", wrong],
    ['src/archive/a.ts', "const fs = require('fs');", wrong],
    // globals
    ['src/cli/a.ts', 'process.exitCode = 1;', right],
    ['src/cli/a.ts', "console.log('a');", wrong],
    ['src/archive/a.ts', 'const a = { ...process.env };', wrong],
    ['src/archive/a.ts', 'const a = b ? process : c;', wrong],
    ['src/archive/a.ts', 'const a = b ? !process : c;', wrong],
    ['src/archive/a.ts', 'const a = `${process.pid}`;', wrong],
    ['src/archive/a.ts', 'const a = globalThis.process;', wrong],
    ['src/archive/a.ts', "const a = globalThis['process'];", wrong],
    ['src/archive/a.ts', "const a = globalThis?.['process'];", wrong],
    ['src/archive/a.ts', 'const { process: a } = globalThis;', wrong],
    ['src/archive/a.ts', 'const a = globalThis[name];', wrong],
    ['src/archive/a.ts', 'const a = global.console;', wrong],
  ])('%s: %s', (path, content, count) => {
    expect(violationsOf(path, content)).toHaveLength(count);
  });
});
