'use strict';

require('./node-version.cjs');
require('./run-standalone.cjs').runStandalone(process.argv.slice(2));
