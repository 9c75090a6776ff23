#!/usr/bin/env node
// Node 20 keeps nothing that it compiled
if (!process.version.startsWith('v20.')) (await import('../dist/compiled.js')).keepCompiled();
const { ioOfProcess, main } = await import('../dist/main.js');
process.exitCode = await main(ioOfProcess());
