'use strict';

// Lists new migrations with their checksums as merged. What is listed stays as it is.
require('./node-version.cjs');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const folder = path.resolve(__dirname, '..', 'migrations');
const list = path.join(folder, 'checksums.json');
const merged = fs.existsSync(list) ? JSON.parse(fs.readFileSync(list, 'utf8')) : {};

for (const name of fs.readdirSync(folder).sort()) {
  if (!/^\d+-.*\.ts$/.test(name) || merged[name] !== undefined) continue;
  const bytes = fs.readFileSync(path.join(folder, name));
  merged[name] = createHash('sha256').update(bytes).digest('hex');
  process.stdout.write(`listed ${name}\n`);
}
fs.writeFileSync(list, `${JSON.stringify(merged, null, 2)}\n`);
