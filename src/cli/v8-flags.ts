/**
 * V8 flags for a process that runs for a second or two, which Node 20's defaults do not suit: a tenth of the CPU time of a
 * question to files went into optimizing code that was no longer needed by the time it was ready.
 */

/** Bytes of bytecode that a function runs before V8 considers optimizing it: 132 KB by default (`node --v8-options`). */
const interruptBudget = 1_000_000;

const flags: readonly string[] = [
  `--interrupt-budget=${interruptBudget}`,
  // the archive engine is one small module: each thread that helps to compile it keeps memory of its own, 1 MB in all
  '--wasm-num-compilation-tasks=1',
];

/**
 * For all threads of the process from now on; functions that run longer are optimized as before. To be called once Node's own
 * modules are loaded: their cached code is only valid for the flags that Node was started with.
 * https://nodejs.org/docs/latest-v20.x/api/v8.html#v8setflagsfromstringflags
 */
export function setV8Flags(
  version = process.versions.v8,
  set = (flag: string) => process.getBuiltinModule('node:v8').setFlagsFromString(flag),
): void {
  // later versions wait longer by themselves, and changed flags would invalidate the code that Node keeps there
  if (version.startsWith('11.')) for (const flag of flags) set(flag);
}
