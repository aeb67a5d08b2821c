'use strict';

const path = require('node:path');
const { bootstrap, giveUp, root } = require('./bootstrap.cjs');

/**
 * Runs the standalone app in this process. A child would get each Ctrl-C twice, once from the
 * terminal and once from us, and the second one means "at once".
 */
function runStandalone(args) {
  bootstrap()
    .then(() => require(path.join(root, 'dist', 'apps', 'standalone', 'src', 'main.js')).main(args))
    .then((status) => process.exit(status))
    .catch(giveUp);
}

module.exports = { runStandalone };
