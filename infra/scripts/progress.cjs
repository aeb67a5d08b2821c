'use strict';

const { spawn } = require('node:child_process');

const FRAMES = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const PLAIN_MS = 15_000;
const OUTPUT_CHARS_MAX = 20_000;

/**
 * Runs a command and shows that it is running: a spinner in a terminal, plain lines elsewhere.
 * What it prints is shown only when it fails.
 */
function runStep(title, command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const step = startStep(title);
    let output = '';
    const keep = (chunk) => (output = (output + chunk).slice(-OUTPUT_CHARS_MAX));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => reject(step.fail(error.message)));
    child.once('close', (code, signal) => {
      if (code === 0) resolve(step.done());
      else reject(step.fail(`${output.trim()}\n(ended with ${signal ?? code})`));
    });
  });
}

function startStep(title) {
  const start = Date.now();
  const seconds = () => `${((Date.now() - start) / 1000).toFixed(1)} s`;
  const terminal = process.stderr.isTTY;
  const say = (text) => process.stderr.write(terminal ? `\r\x1b[K${text}` : `${text}\n`);
  let frame = 0;
  const show = () =>
    say(`${terminal ? FRAMES[frame++ % FRAMES.length] : '...'} ${title} ${seconds()}`);
  if (!terminal) say(title);
  const timer = setInterval(show, terminal ? 100 : PLAIN_MS);
  const end = (mark) => {
    clearInterval(timer);
    say(`${mark} ${title} ${seconds()}${terminal ? '\n' : ''}`);
  };
  return {
    done: () => end('done:'),
    fail: (why) => {
      end('FAILED:');
      return new Error(`${title} failed:\n${why}`);
    },
  };
}

module.exports = { runStep };
