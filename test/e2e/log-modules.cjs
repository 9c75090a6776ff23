/** For `node --require`: writes the path of every file that is loaded, in any thread, to the file named by LOADED_MODULES. */
'use strict';
const { appendFileSync } = require('node:fs');

// files of a build in CommonJS; hooks of `node:module` see what is imported alone
const load = require.extensions['.js'];
require.extensions['.js'] = (module, path) => {
  appendFileSync(process.env.LOADED_MODULES ?? '', `${path}\n`);
  load(module, path);
};
