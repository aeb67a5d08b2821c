import { createTransport, type Transporter } from 'nodemailer';
import type { Config } from '../config/config';

export interface Mail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Ours, not those of a browser: SMTP servers greet slowly. */
const TIMEOUT_MS = 10_000;

/** Sends plain text over SMTP; a mail that is sent twice has the same Message-ID twice. */
export class Mailer {
  private readonly transport: Transporter;

  private constructor(
    url: string,
    private readonly from: string,
  ) {
    this.transport = createTransport({
      url,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  /** Null when no SMTP server is configured. */
  static of({ SMTP_URL, SMTP_FROM }: Config): Mailer | null {
    return SMTP_URL === undefined || SMTP_FROM === undefined
      ? null
      : new Mailer(SMTP_URL, SMTP_FROM);
  }

  async send({ id, to, subject, text }: Mail): Promise<void> {
    const domain = this.from.slice(this.from.indexOf('@') + 1);
    await this.transport.sendMail({
      from: this.from,
      to: { name: '', address: to },
      subject,
      text,
      messageId: `<${id}@${domain}>`,
    });
  }
}
