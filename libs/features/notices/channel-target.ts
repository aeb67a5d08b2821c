import { DomainError } from '#domain/errors';
import type { Config } from '#platform/config/config';
import { AddressRefused, publicAddressOf } from '#platform/outgoing/pinned-post';
import type { NewChannelRequest } from './notices.dto';

const MAIL_ADDRESS =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=.{1,190}$)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/;

type Settings = Pick<Config, 'SMTP_URL' | 'WEBHOOK_PRIVATE_ADDRESSES'>;

/** Refuses `channel-target-refused` and `smtp-not-configured`. */
export async function requireTarget(
  { kind, target }: NewChannelRequest,
  settings: Settings,
): Promise<void> {
  if (kind === 'webhook') return requireWebAddress(target, settings);
  if (settings.SMTP_URL === undefined) {
    const message = 'This ledger sends no e-mail: its SMTP_URL is not set.';
    throw new DomainError('conflict', 'smtp-not-configured', message);
  }
  if (!MAIL_ADDRESS.test(target)) throw refused('it must be an e-mail address');
}

/** Resolved here and again at each delivery, since a name may come to mean another address. */
async function requireWebAddress(target: string, settings: Settings): Promise<void> {
  const allowPrivate = settings.WEBHOOK_PRIVATE_ADDRESSES === 'allowed';
  const url = URL.canParse(target) && /^[\x21-\x7e]+$/.test(target) ? new URL(target) : null;
  if (url === null) throw refused('it must be an address of printable ASCII characters');
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) {
    throw refused('it must begin with https://');
  }
  if (url.username !== '' || url.password !== '') throw refused('it must hold no password');
  if (url.hash !== '') throw refused('it must have no fragment');
  try {
    await publicAddressOf(url, allowPrivate);
  } catch (error) {
    throw refused(error instanceof AddressRefused ? error.message : 'its name has no address');
  }
}

function refused(why: string): DomainError {
  const message = `Notices cannot be sent there: ${why}.`;
  return new DomainError('rule', 'channel-target-refused', message, { pointer: '/target' });
}
