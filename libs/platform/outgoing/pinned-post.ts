import { lookup } from 'node:dns/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import { isPublicAddress } from './public-address';

/** How long one delivery may take, from the name to the status. */
const TIMEOUT_MS = 10_000;

/** How long a name may take to be resolved, for a command waits for it. */
const RESOLVE_MS = 3_000;

/** The address is not one that the Trust's servers may call. */
export class AddressRefused extends Error {}

interface Pinned {
  readonly address: string;
  readonly family: number;
}

/**
 * The address to call for a URL. Every address of the name must be a public one, so that a name
 * with one of each kind does not pass by luck. Throws `AddressRefused`.
 */
export async function publicAddressOf(url: URL, allowPrivate: boolean): Promise<Pinned> {
  const name = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const found = await within(lookup(name, { all: true }), RESOLVE_MS);
  const [first] = found;
  if (first === undefined) throw new AddressRefused('the name has no address');
  if (!allowPrivate && found.some(({ address }) => !isPublicAddress(address))) {
    throw new AddressRefused('its address is private, local or reserved');
  }
  return first;
}

/**
 * Posts to the address that was resolved and checked, whatever the name resolves to afterwards;
 * follows no redirection. Returns the status.
 */
export async function postPinned(
  url: URL,
  body: string,
  headers: Readonly<Record<string, string>>,
  allowPrivate: boolean,
): Promise<number> {
  const pinned = await publicAddressOf(url, allowPrivate);
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const options: https.RequestOptions = {
      method: 'POST',
      headers: { ...headers, 'Content-Length': Buffer.byteLength(body).toString() },
      agent: false,
      lookup: (_name, { all }, callback) => {
        if (all) callback(null, [{ ...pinned }]);
        else callback(null, pinned.address, pinned.family);
      },
    };
    const sent = request(url, options, (response) => {
      clearTimeout(timer);
      resolve(response.statusCode ?? 0);
      // What the answer says is of no concern, and may be endless.
      response.destroy();
    });
    const timer = setTimeout(() => sent.destroy(new Error('no answer in time')), TIMEOUT_MS);
    sent.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    // An answer that is none, such as another protocol, ends it without any other word.
    sent.on('close', () => {
      clearTimeout(timer);
      reject(new Error('it closed without an answer'));
    });
    sent.end(body);
  });
}

async function within<Value>(work: Promise<Value>, milliseconds: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the name was not resolved in time')), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
