/**
 * Flags of V8 that suit a process of a second or two, where Node 20 does not suit it by itself. It optimizes what is done with by
 * the time it is made: that was a tenth of the processor time of a question to files.
 */

/** Bytes of bytecode that a function runs before V8 looks whether to optimize it: by default 132 KB (`node --v8-options`). */
const interruptBudget = 1_000_000;

const flags: readonly string[] = [
  `--interrupt-budget=${interruptBudget}`,
  // the archive engine is one small module: each thread that helps to compile it keeps memory of its own, 1 MB in all
  '--wasm-num-compilation-tasks=1',
];

/**
 * For all threads of the process, from now on; functions that run longer are optimized as before. To be called when Node's own
 * modules are loaded: those it keeps compiled stand for the flags that it was started with.
 * https://nodejs.org/docs/latest-v20.x/api/v8.html#v8setflagsfromstringflags
 */
export function setV8Flags(
  version = process.versions.v8,
  set = (flag: string) => process.getBuiltinModule('node:v8').setFlagsFromString(flag),
): void {
  // later ones wait longer by themselves; other flags would make what Node keeps compiled worthless there
  if (version.startsWith('11.')) for (const flag of flags) set(flag);
}
