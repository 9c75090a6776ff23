/** Where the package is, and its version. The only module that knows the layout of the package. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The build puts all modules into one folder. */
const isBuilt = !import.meta.url.endsWith('.ts');
const fromRoot = (path: string) => new URL(`${isBuilt ? '../' : '../../'}${path}`, import.meta.url);

export const version = (): string =>
  (JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { version: string }).version;

/** A file or folder that ships with the package. */
export const packagePath = (path: string): string => fileURLToPath(fromRoot(path));

/** A module of this folder that is a thread's entry point; undefined if the sources run unbuilt: a thread could not load them. */
export const threadModule = (name: string): URL | undefined =>
  isBuilt ? new URL(`./${name}.cjs`, import.meta.url) : undefined;
