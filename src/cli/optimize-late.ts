/**
 * What runs for seconds only is not worth optimizing as Node 20 does it: of the processor time of a question to files a tenth
 * went into code that was done with by the time it was made. Later versions of V8 wait longer of themselves.
 */

/** Bytes of bytecode that a function runs before V8 looks whether to optimize it: by default 132 KB (`node --v8-options`). */
const interruptBudget = 1_000_000;

/**
 * For all threads of the process, from now on; functions that run longer are optimized as before. To be called when Node's own
 * modules are loaded: those it keeps compiled stand for the flags that it was started with.
 * https://nodejs.org/docs/latest-v20.x/api/v8.html#v8setflagsfromstringflags
 */
export function optimizeLate(
  version = process.versions.v8,
  setFlags = (flags: string) => process.getBuiltinModule('node:v8').setFlagsFromString(flags),
): void {
  // later ones have no such flag
  if (version.startsWith('11.')) setFlags(`--interrupt-budget=${interruptBudget}`);
}
