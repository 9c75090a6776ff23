/**
 * Which folder may use what: an allow-list, since a deny-list misses things (a pattern for `node:fs` lets `node:fs/promises`
 * through). A folder that is not listed may not exist. Letting a folder use more is a decision: change the table here.
 */
import { posix } from 'node:path';
import { type ModuleReference, referencesOf } from './module-references.ts';

/** any; types: only `import type`; lazy: `import type` or `import()`, so that it is loaded only when it is needed. */
type Use = 'any' | 'types' | 'lazy';

interface Layer {
  /** Other layers; its own is always allowed. */
  readonly layers?: Readonly<Record<string, Use>>;
  /** npm packages; `@scope/*` for all of a scope. */
  readonly packages?: Readonly<Record<string, Use>>;
  readonly builtins?: readonly string[] | 'all';
  readonly globals?: readonly string[];
}

const io = [
  'node:buffer',
  'node:crypto',
  'node:events',
  'node:fs',
  'node:fs/promises',
  'node:os',
  'node:path',
  'node:stream',
  'node:stream/promises',
  'node:timers/promises',
  'node:url',
  'node:util',
  'node:worker_threads',
  'node:zlib',
];

const everything: Readonly<Record<string, Use>> = {
  render: 'any',
  investigate: 'any',
  report: 'any',
  'report/schema-v1': 'lazy',
  'analysis/who': 'any',
  'analysis/what': 'any',
  'analysis/compliant': 'any',
  'analysis/impact': 'any',
  'analysis/link': 'any',
  plan: 'any',
  'sources/index': 'any',
  'sources/source': 'any',
  'sources/*': 'any',
  'sources/*/backends': 'any',
  archive: 'any',
  aws: 'any',
  resources: 'any',
  model: 'any',
};

const pureAnalysis: Layer = { layers: { resources: 'any', model: 'any' } };
const source: Readonly<Record<string, Use>> = {
  'sources/source': 'any',
  resources: 'any',
  archive: 'any',
  aws: 'any',
  model: 'any',
};

export const layers: Readonly<Record<string, Layer>> = {
  // src/index.ts, the library's entry
  index: { layers: everything },
  cli: { layers: everything, packages: { commander: 'any', chalk: 'any' }, builtins: 'all', globals: ['process'] },
  render: {
    layers: { model: 'any', report: 'types', 'report/schema-v1': 'types' },
    packages: { chalk: 'any', 'cli-table3': 'any', 'string-width': 'any' },
    builtins: ['node:util'],
  },
  investigate: {
    layers: {
      plan: 'any',
      'analysis/who': 'any',
      'analysis/what': 'any',
      'analysis/compliant': 'any',
      'analysis/impact': 'any',
      'analysis/link': 'any',
      report: 'any',
      'report/schema-v1': 'lazy',
      'sources/source': 'any',
      // sessions and scanners are passed in
      aws: 'types',
      archive: 'types',
      model: 'any',
    },
  },
  report: { layers: { model: 'any', 'report/schema-v1': 'lazy' } },
  'report/schema-v1': { layers: { model: 'any' }, packages: { zod: 'any' } },
  'analysis/who': pureAnalysis,
  'analysis/what': pureAnalysis,
  'analysis/compliant': pureAnalysis,
  'analysis/impact': pureAnalysis,
  'analysis/link': {
    layers: {
      'analysis/who': 'any',
      'analysis/what': 'any',
      'analysis/compliant': 'any',
      'analysis/impact': 'any',
      ...pureAnalysis.layers,
    },
  },
  plan: { layers: { resources: 'any', model: 'any', 'sources/source': 'types' } },
  'sources/index': { layers: { 'sources/source': 'any', 'sources/*': 'any', model: 'any' } },
  // what the contract passes to a source is only described there
  'sources/source': { layers: { archive: 'types', aws: 'types', resources: 'types', model: 'any' } },
  'sources/*': { layers: { ...source, 'sources/*/backends': 'any' }, builtins: ['node:crypto'] },
  'sources/*/backends': {
    layers: { ...source, 'sources/*': 'any' },
    packages: { '@aws-sdk/*': 'lazy' },
    builtins: io,
  },
  archive: { layers: { aws: 'any', model: 'any' }, packages: { hyparquet: 'lazy' }, builtins: io },
  aws: { layers: { model: 'any' }, packages: { '@aws-sdk/*': 'lazy', '@smithy/*': 'lazy' }, builtins: io },
  resources: { layers: { model: 'any' } },
  model: {},
};

interface Place {
  readonly layer: string;
  /** Which source, for files that belong to one. */
  readonly source?: string;
}

/** The layer of a file; undefined if none is listed. */
function placeOf(path: string): Place | undefined {
  const [root, folder = '', next = '', ...rest] = path.split('/');
  if (root !== 'src') return undefined;
  const place = ((): Place => {
    if (next === '') return { layer: folder === 'index.ts' ? 'index' : folder };
    if (folder === 'analysis') return { layer: rest.length > 0 ? `analysis/${next}` : path };
    if (folder === 'report' && rest.length === 0 && next.startsWith('schema-')) return { layer: 'report/schema-v1' };
    if (folder !== 'sources') return { layer: folder };
    if (rest.length === 0) return { layer: `sources/${next.replace(/\.ts$/, '')}` };
    return { layer: rest.length > 1 && rest[0] === 'backends' ? 'sources/*/backends' : 'sources/*', source: next };
  })();
  const isFile = next === '' && place.layer !== 'index';
  return !isFile && Object.hasOwn(layers, place.layer) ? place : undefined;
}

const packageOf = (specifier: string) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

const fits = (use: Use | undefined, kind: ModuleReference['kind']): boolean => {
  if (use === 'types') return kind === 'type';
  if (use === 'lazy') return kind === 'type' || kind === 'dynamic' || kind === 'url';
  return use === 'any';
};

const useWords: Readonly<Record<Use, string>> = {
  any: '',
  types: ', save by `import type`',
  lazy: ', save as types or by `import()`',
};

/** What is wrong with one reference; undefined if it is allowed. */
function wrongWith(path: string, from: Place, { kind, specifier }: ModuleReference): string | undefined {
  const layer = layers[from.layer] ?? {};
  const refuse = (what: string, use?: Use) => `${from.layer} may not import ${what}${use ? useWords[use] : ''}`;

  if (specifier === undefined) return 'a computed import: what it loads cannot be known';
  if (specifier.startsWith('node:')) {
    const isAllowed = layer.builtins === 'all' || layer.builtins?.includes(specifier);
    return isAllowed ? undefined : refuse(specifier);
  }
  if (specifier.startsWith('.') || kind === 'url') {
    const target = posix.join(posix.dirname(path), specifier);
    const to = placeOf(target);
    if (!to) return refuse(`${target}, which is in no listed folder`);
    if (from.source && to.source && from.source !== to.source) return refuse(`${target}, another source`);
    if (to.layer === from.layer) return undefined;
    const use = layer.layers?.[to.layer];
    return fits(use, kind) ? undefined : refuse(target, use);
  }
  const name = packageOf(specifier);
  const use = layer.packages?.[name] ?? layer.packages?.[name.replace(/\/.*/, '/*')];
  return fits(use, kind) ? undefined : refuse(`the package ${specifier}`, use);
}

/** Path from the project's root (`src/model/gap.ts`) -> content. Returns one line for each violation of the table. */
export function layerViolations(files: ReadonlyMap<string, string>): readonly string[] {
  const violations: string[] = [];
  for (const [path, content] of files) {
    const place = placeOf(path);
    if (!path.endsWith('.ts')) violations.push(`${path}: only .ts files may stand under src`);
    else if (!place) violations.push(`${path}: its folder is not listed in the layer rules`);
    else {
      const { modules, globals } = referencesOf(content);
      for (const reference of modules) {
        const wrong = wrongWith(path, place, reference);
        if (wrong) violations.push(`${path}:${reference.line}: ${wrong}`);
      }
      for (const { name, line } of globals) {
        if (!layers[place.layer]?.globals?.includes(name))
          violations.push(`${path}:${line}: ${place.layer} may not use the global ${name}`);
      }
    }
  }
  return violations;
}
