import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';
import { MemberCode, PlainText, Unlocode } from '#platform/http/fields';

export class NewDepotRequest {
  @Unlocode() unlocode: string;
  @PlainText(100, 'Rotterdam') name: string;
  @MemberCode() country: string;

  @ApiProperty({ description: 'Degrees, north positive.', example: '51.9200' })
  @IsString()
  @MaxLength(11)
  @Matches(/^-?(90(\.0{1,6})?|[0-8]?[0-9](\.[0-9]{1,6})?)$/, {
    message: 'latitude must be decimal degrees between -90 and 90',
  })
  latitude: string;

  @ApiProperty({ description: 'Degrees, east positive.', example: '4.5000' })
  @IsString()
  @MaxLength(12)
  @Matches(/^-?(180(\.0{1,6})?|(1[0-7][0-9]|[0-9]?[0-9])(\.[0-9]{1,6})?)$/, {
    message: 'longitude must be decimal degrees between -180 and 180',
  })
  longitude: string;
}

export interface DepotResponse {
  readonly unlocode: string;
  readonly name: string;
  readonly country: string;
  readonly latitude: string;
  readonly longitude: string;
}
