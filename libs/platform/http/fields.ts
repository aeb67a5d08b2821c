import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsObject,
  IsString,
  Matches,
  MaxLength,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { isCalendarDate } from '#domain/log/entry';
import { MASS_UNITS, type WireMass } from '#domain/quantity/mass';

/** A mass on the wire: decimal text and a UN/CEFACT Recommendation 20 unit code. */
export class MassDto implements WireMass {
  @ApiProperty({ example: '12500.5', pattern: '^(0|[1-9][0-9]{0,17})(\\.[0-9]{1,9})?$' })
  @IsString()
  @MaxLength(28)
  @Matches(/^(0|[1-9][0-9]{0,17})(\.[0-9]{1,9})?$/, {
    message: 'value must be a plain decimal text such as "12500.5"',
  })
  value: string;

  @ApiProperty({ enum: MASS_UNITS, example: 'KGM' })
  @IsIn(MASS_UNITS)
  unit: string;
}

function textField(
  pattern: RegExp,
  max: number,
  message: string,
  example: string,
): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ example, pattern: pattern.source, maxLength: max }),
    MaxLength(max),
    Matches(pattern, { message }),
    IsString(),
  );
}

/** ISO 3166-1 alpha-3 code of a member. */
export const MemberCode = (): PropertyDecorator =>
  textField(/^[A-Z]{3}$/, 3, '$property must be an ISO 3166-1 alpha-3 code such as "DEU"', 'DEU');

/** Code of a material or a form. */
export const Code = (example = 'cobalt'): PropertyDecorator =>
  textField(/^[a-z][a-z0-9_]{1,39}$/, 40, `$property must be a code such as "${example}"`, example);

export const Unlocode = (): PropertyDecorator =>
  textField(
    /^[A-Z]{2}[A-Z2-9]{3}$/,
    5,
    '$property must be a UN/LOCODE without space such as "NLRTM"',
    'NLRTM',
  );

/** A calendar date that exists, `2025-02-22`. */
export const CalendarDate = (): PropertyDecorator =>
  applyDecorators(
    textField(
      /^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/,
      10,
      '$property must be a calendar date such as "2025-02-22"',
      '2025-02-22',
    ),
    ValidateBy({
      name: 'dayExists',
      validator: {
        validate: (value) => typeof value === 'string' && isCalendarDate(value),
        defaultMessage: () => '$property must be a day that exists',
      },
    }),
  );

/** A ratio `p` or `p/q` of whole numbers. */
export const Ratio = (example = '7/100'): PropertyDecorator =>
  textField(
    /^(0|[1-9][0-9]{0,17})(\/[1-9][0-9]{0,17})?$/,
    40,
    `$property must be a ratio of whole numbers such as "${example}"`,
    example,
  );

/** Text for people: no control, bidirectional-override or invisible characters. */
export const PlainText = (max: number, example: string): PropertyDecorator =>
  textField(
    /^(?=\S)[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+$/u,
    max,
    '$property must be plain text without control characters',
    example,
  );

/** A mass fraction in (0, 1] as decimal text of at most nine places. */
export const Fraction = (example = '0.2981'): PropertyDecorator =>
  textField(
    /^(1(\.0{1,9})?|0\.(?!0+$)[0-9]{1,9})$/,
    11,
    `$property must be a decimal text above 0 and at most 1 such as "${example}"`,
    example,
  );

/** An identifier of a record. */
export const Identifier = (): PropertyDecorator =>
  textField(
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    36,
    '$property must be a lower-case UUID',
    '0195f3a0-0000-7000-8000-000000000000',
  );

/** How many records of a list are asked for, 1 to 1000, as text of a query. */
export const PageSize = (): PropertyDecorator =>
  textField(/^([1-9][0-9]{0,2}|1000)$/, 4, '$property must be 1 to 1000', '100');

/** Hexadecimal SHA-256 in lower case. */
export const Sha256 = (): PropertyDecorator =>
  textField(
    /^[0-9a-f]{64}$/,
    64,
    '$property must be a SHA-256 as 64 lower-case hexadecimal digits',
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  );

/** A whole number above zero as text. */
export const Count = (): PropertyDecorator =>
  textField(/^[1-9][0-9]{0,8}$/, 9, '$property must be a whole number such as "40"', '40');

/** One of a few words. */
export const OneOf = (words: readonly string[]): PropertyDecorator =>
  applyDecorators(ApiProperty({ enum: words }), IsIn(words));

/** A field that is an object of one class. */
export const Nested = (item: () => new () => object): PropertyDecorator =>
  applyDecorators(ApiProperty({ type: () => item() }), Type(item), ValidateNested(), IsObject());

/** A mass field: an object of `value` and `unit`. */
export const Mass = (): PropertyDecorator => Nested(() => MassDto);

/** A ratio `p` or `p/q` in [0, 1]; that it is at most 1 is checked where it is used. */
export const Share = (example: string): PropertyDecorator => Ratio(example);

/**
 * A list of objects of one class. That each item is an object is checked on its own: a list in
 * the list, or null, passes the validation of nested fields.
 */
export const ListOf = (item: () => new () => object, min: number, max: number): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: () => item(), isArray: true, minItems: min, maxItems: max }),
    Type(item),
    ValidateNested({ each: true }),
    IsObject({ each: true }),
    ArrayMinSize(min),
    ArrayMaxSize(max),
    IsArray(),
  );

/** A field that may be left out. Null is not leaving it out, and is refused. */
export const Optional = (): PropertyDecorator =>
  ValidateIf((_object, value) => value !== undefined);
