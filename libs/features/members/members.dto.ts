import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { MemberCode, PlainText, Ratio } from '#platform/http/fields';

export class NewMemberRequest {
  @MemberCode() code: string;
  @PlainText(100, 'Germany') name: string;
  @PlainText(60, 'Europe') region: string;

  @ApiProperty({ description: 'On the United Nations list of least developed countries.' })
  @IsBoolean()
  leastDeveloped: boolean;

  /** Set yearly, outside disruptions; in [1/2, 2]. */
  @Ratio('1') equityMultiplier: string;
}

export interface MemberResponse {
  readonly code: string;
  readonly name: string;
  readonly region: string;
  readonly leastDeveloped: boolean;
  readonly equityMultiplier: string;
}

export interface AdmittedMemberResponse extends MemberResponse {
  readonly entry: string;
}
