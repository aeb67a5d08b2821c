import { Injectable } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import { Config } from '#platform/config/config';
import { CommandContext } from '#platform/database/command-context';
import { requestDigest, UnitOfWork } from '#platform/database/unit-of-work';
import { Mailer } from '#platform/outgoing/mail';
import { AddressRefused, postPinned } from '#platform/outgoing/pinned-post';
import { signatures } from '#platform/outgoing/signature';
import { ChannelsService } from './channels.service';
import { DeliveryQueue, type Attempt, type Outcome } from './delivery-queue.service';
import { cloudEventOf, mailOf } from './messages';

/** What is kept of a fault: enough to see what is wrong, nothing that the other side chose. */
const FAULT_LENGTH_MAX = 200;

/** Delivers notices at least once, each under the notice's id; any number of workers may. */
@Injectable()
export class DeliveryService {
  private readonly mailer: Mailer | null;

  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly channels: ChannelsService,
    private readonly queue: DeliveryQueue,
  ) {
    this.mailer = Mailer.of(config);
  }

  /** Attempts some deliveries that are due, at once; returns how many. */
  async deliver(): Promise<number> {
    const kinds = ['webhook', ...(this.mailer === null ? [] : ['e-mail'])];
    const attempts = await this.queue.claim(kinds);
    await Promise.all(attempts.map((attempt) => this.attempt(attempt)));
    return attempts.length;
  }

  private async attempt(attempt: Attempt): Promise<void> {
    const outcome = await this.outcomeOf(attempt);
    const hasEnded = await this.queue.settle(attempt, outcome, Math.random());
    if (hasEnded) await this.disable(attempt);
  }

  private async outcomeOf(attempt: Attempt): Promise<Outcome> {
    try {
      if (attempt.kind === 'e-mail') {
        await this.mailer?.send(mailOf(attempt, this.config.LOG_ORIGIN));
        return { status: null, fault: null };
      }
      const status = await this.post(attempt);
      const isDone = status >= 200 && status < 300;
      return { status, fault: isDone ? null : `it answered ${status}` };
    } catch (error) {
      const isOurs = error instanceof AddressRefused;
      const said = (error as { code?: unknown; message?: unknown }) ?? {};
      const fault = isOurs ? `refused: ${error.message}` : String(said.code ?? said.message);
      return { status: null, fault: fault.slice(0, FAULT_LENGTH_MAX) };
    }
  }

  private post(attempt: Attempt): Promise<number> {
    const body = cloudEventOf(attempt, this.config.LOG_ORIGIN);
    const { notice: id, timestamp } = attempt;
    const secrets = attempt.secrets.map((secret) => Buffer.from(secret, 'base64'));
    const headers = {
      'Content-Type': 'application/cloudevents+json; charset=utf-8',
      'User-Agent': 'global-minerals-trust',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatures({ id, timestamp, body }, secrets),
    };
    const allowPrivate = this.config.WEBHOOK_PRIVATE_ADDRESSES === 'allowed';
    return postPinned(new URL(attempt.target), body, headers, allowPrivate);
  }

  /** Once, whichever worker sees it: the attempt that was the last straw is in the key. */
  private async disable({ channel, notice, attempt }: Attempt): Promise<void> {
    const ctx = new CommandContext(
      { id: 'system', role: 'system', member: null },
      `channel/${channel}/disable/${notice}/${attempt}`,
      'channel disable',
      requestDigest(channel),
    );
    try {
      await this.unitOfWork.run(ctx, (tx) => this.channels.disable(tx, ctx, channel));
    } catch (error) {
      // Another attempt, or its owner, ended it meanwhile.
      if (!(error instanceof DomainError)) throw error;
    }
  }
}
