import type { Mail } from '#platform/outgoing/mail';
import type { Attempt } from './delivery-queue.service';

/** A CloudEvent (1.0, structured JSON) of a notice; its bytes are the same at every attempt. */
export function cloudEventOf(attempt: Attempt, origin: string): string {
  return JSON.stringify({
    specversion: '1.0',
    id: attempt.notice,
    source: origin,
    type: `gmt.${attempt.noticeKind}`,
    time: attempt.recordedAt,
    datacontenttype: 'application/json',
    data: { recipient: attempt.recipient, ...(JSON.parse(attempt.about) as object) },
  });
}

/** The same for people, as plain text. */
export function mailOf(attempt: Attempt, origin: string): Mail {
  const about = Object.entries(JSON.parse(attempt.about) as Record<string, string>);
  const title = attempt.noticeKind.replaceAll('-', ' ');
  const lines = [
    `The ledger of the Trust has recorded: ${title}, at ${attempt.recordedAt}.`,
    '',
    ...about.map(([name, value]) => `${name}: ${value}`),
    `entry: ${attempt.notice}`,
    `log: ${origin}`,
  ];
  return {
    id: attempt.notice,
    to: attempt.target,
    subject: `[${attempt.recipient}] ${title}`,
    text: `${lines.join('\n')}\n`,
  };
}
