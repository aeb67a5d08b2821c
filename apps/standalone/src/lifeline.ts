/**
 * Loaded into the api and the worker before their own code. When the parent is gone, even by
 * kill -9, the channel to it closes; the process then ends as if asked to, so none is orphaned.
 * Without any type in it, so that Node can also load this source as it stands.
 */
const END_MS_MAX = 4_000;

process.once('disconnect', () => {
  setTimeout(() => process.exit(1), END_MS_MAX).unref();
  process.kill(process.pid, 'SIGTERM');
});

// The listener alone would keep the process alive after it has finished its work.
process.channel?.unref();
