import { createServer } from 'node:net';

/** Finds a port that is free on 127.0.0.1: the first free one of `wanted`, else any. */
export async function freePort(...wanted: readonly number[]): Promise<number> {
  for (const port of wanted) if (await tryPort(port)) return port;
  const port = await tryPort(0);
  if (port === undefined) throw new Error('No free TCP port is left on 127.0.0.1.');
  return port;
}

/** The port that could be taken and was given back, or undefined when it is in use. */
export function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(taken));
    });
  });
}
