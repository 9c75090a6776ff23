#!/usr/bin/env node
'use strict';
// Node 20 keeps nothing that it compiled
if (!process.version.startsWith('v20.')) require('../dist/compiled.cjs').keepCompiled();
const { ioOfProcess, main } = require('../dist/main.cjs');
main(ioOfProcess()).then((code) => {
  process.exitCode = code;
});
