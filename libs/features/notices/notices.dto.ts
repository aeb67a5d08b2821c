import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { Identifier, OneOf, Optional } from '#platform/http/fields';
import { NewestFirstQuery } from '#platform/http/newest-first.query';

export class NoticesQuery extends NewestFirstQuery {
  @ApiPropertyOptional({ description: 'Those you have not read only.' })
  @Optional()
  @OneOf(['true'])
  unread?: string;
}

export class ReadRequest {
  /** The newest notice that you have read: all before it count as read, too. */
  @Identifier() upTo: string;
}

export class NewChannelRequest {
  @OneOf(['webhook', 'e-mail']) kind: 'webhook' | 'e-mail';

  @ApiProperty({
    description: 'An https address for a webhook, an e-mail address otherwise.',
    example: 'https://ministry.example/hooks/minerals',
    maxLength: 500,
  })
  @MaxLength(500)
  @IsString()
  target: string;
}

export class ReplayRequest {
  /** The notice to deliver again, by its id. */
  @Identifier() notice: string;
}

/** One notice. Its id is that of the entry that caused it. */
export interface NoticeResponse {
  readonly id: string;
  readonly kind: string;
  readonly about: Readonly<Record<string, string>>;
  readonly recordedAt: string;
  readonly readAt: string | null;
}

export interface NoticePage {
  readonly notices: readonly NoticeResponse[];
  /** How many this person has not read, of all. */
  readonly unread: string;
  readonly next?: string;
}

export interface ChannelResponse {
  readonly id: string;
  readonly kind: string;
  readonly target: string;
  readonly state: string;
  readonly failingSince: string | null;
  readonly openedAt: string;
}

export interface ChannelAnswer extends ChannelResponse {
  readonly entry: string;
  /** `whsec_...`, shown in the first answer only. */
  readonly secret?: string;
}

export interface DeliveryResponse {
  readonly notice: string;
  readonly state: string;
  readonly attempts: readonly {
    readonly attempt: string;
    readonly endedAt: string;
    readonly status: string | null;
    readonly fault: string | null;
  }[];
}
