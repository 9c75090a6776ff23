/** What each thread does before its own code is loaded. */

/** Node 20 keeps nothing that it compiled. Rejects never. */
export const keptCompiled = async (): Promise<void> => {
  if (!process.version.startsWith('v20.')) (await import('./compiled.ts')).keepCompiled();
};
