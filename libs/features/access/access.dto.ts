import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { MemberCode, Optional } from '#platform/http/fields';

const USERNAME = /^[a-z][a-z0-9.-]{2,59}$/;

export class LoginRequest {
  @ApiProperty({ example: 'operator.deu' })
  @IsString()
  @MaxLength(60)
  @Matches(USERNAME, { message: 'username must be 3 to 60 of a-z, 0-9, "." and "-"' })
  username: string;

  @ApiProperty({ example: 'illustrative-operator.deu' })
  @IsString()
  @MinLength(1)
  @MaxLength(128)
  password: string;
}

export class NewUserRequest {
  @ApiProperty({ example: 'operator.deu' })
  @IsString()
  @MaxLength(60)
  @Matches(USERNAME, { message: 'username must be 3 to 60 of a-z, 0-9, "." and "-"' })
  username: string;

  @ApiProperty({ minLength: 15, maxLength: 128 })
  @IsString()
  @MinLength(15)
  @MaxLength(128)
  password: string;

  @ApiProperty({ enum: ['operator', 'administrator', 'auditor'] })
  @IsIn(['operator', 'administrator', 'auditor'])
  role: 'operator' | 'administrator' | 'auditor';

  @ApiPropertyOptional({ description: 'The member an operator acts for; operators only.' })
  @Optional()
  @MemberCode()
  member?: string;

  @ApiPropertyOptional({
    description: 'The member that an administrator or auditor comes from: a conflict of interest.',
  })
  @Optional()
  @MemberCode()
  affiliation?: string;
}

export interface LoginResponse {
  readonly token: string;
  readonly expiresAt: string;
  readonly role: string;
  readonly member: string | null;
}

export interface UserResponse {
  readonly id: string;
  readonly username: string;
  readonly role: string;
  readonly member: string | null;
  /** The member that somebody of the Trust comes from. */
  readonly affiliation: string | null;
  /** False until another administrator has confirmed the access. */
  readonly confirmed: boolean;
  readonly entry: string;
}
