/** What each thread does before its own code is loaded. */

/** Node 20 does not keep compiled code. Never rejects. */
export const keptCompiled = async (): Promise<void> => {
  if (!process.version.startsWith('v20.')) (await import('./compiled.ts')).keepCompiled();
};
