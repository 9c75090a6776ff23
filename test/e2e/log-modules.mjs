/** For `node --import`: writes the URL of every module that is loaded to the file named by LOADED_MODULES. */
import { appendFileSync } from 'node:fs';
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

// the hooks run in a thread of their own, which loads this module again
if (isMainThread) register(import.meta.url);

/** @type {import('node:module').LoadHook} */
export const load = (url, context, nextLoad) => {
  appendFileSync(process.env['LOADED_MODULES'] ?? '', `${url}\n`);
  return nextLoad(url, context);
};
