'use strict';

require('./node-version.cjs');
require('./run-standalone.cjs').runStandalone(['demo'].concat(process.argv.slice(2)));
