'use strict';

const fs = require('node:fs');
const path = require('node:path');

const KILLED = new Set(['Killed', 'Timeout']);
const SURVIVED = new Set(['Survived', 'NoCoverage']);

/** A table of the last report of each part and, over all of them, of each folder. */
function scores(folder, names) {
  const rows = new Map();
  for (const name of names) {
    const file = path.join(folder, `${name}.json`);
    if (!fs.existsSync(file)) continue;
    const { files } = JSON.parse(fs.readFileSync(file, 'utf8'));
    for (const [source, { mutants }] of Object.entries(files)) {
      count(rows, `part ${name}`, mutants);
      count(rows, path.dirname(source), mutants);
      count(rows, 'all', mutants);
    }
  }
  const lines = [...rows].map(([name, { killed, survived }]) => {
    const share = ((100 * killed) / Math.max(1, killed + survived)).toFixed(1);
    return `| ${name} | ${killed + survived} | ${killed} | ${survived} | ${share} % |\n`;
  });
  return `\n| | mutants | killed | survived | score |\n|---|---|---|---|---|\n${lines.join('')}`;
}

function count(rows, name, mutants) {
  const row = rows.get(name) ?? { killed: 0, survived: 0 };
  rows.set(name, {
    killed: row.killed + mutants.filter(({ status }) => KILLED.has(status)).length,
    survived: row.survived + mutants.filter(({ status }) => SURVIVED.has(status)).length,
  });
}

module.exports = { scores };
