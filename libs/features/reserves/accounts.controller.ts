import { applyDecorators, Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { assert } from '#domain/assert';
import { Roles } from '#platform/auth/roles.decorator';
import type { Actor } from '#platform/database/command-context';
import { Reader } from '#platform/http/caller.decorator';
import {
  AccountsQuery,
  AsOfQuery,
  StatementQuery,
  type BalanceResponse,
  type StatementResponse,
} from './accounts.dto';
import { AccountsService } from './accounts.service';
import { StatementsService } from './statements.service';

/** The key of an account is four segments of the path, `-` for none. */
const ACCOUNT = ':material/:kind/:member/:depot';
type Segments = Readonly<Record<'material' | 'kind' | 'member' | 'depot', string>>;

const InAccount = (): ParameterDecorator => Param();

/** The segments as the documentation lists them. */
const InPath = (): MethodDecorator =>
  applyDecorators(
    ...Object.entries({
      material: 'cobalt',
      kind: 'reserve-free',
      member: '-',
      depot: 'NLRTM',
    }).map(([name, example]) =>
      ApiParam({ name, example, schema: { type: 'string', maxLength: 40 } }),
    ),
  );

@ApiTags('accounts')
@Controller('v1/accounts')
export class AccountsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly statements: StatementsService,
  ) {}

  @Get()
  @Roles('operator', 'administrator', 'auditor')
  @ApiOperation({ summary: 'Accounts with their balances; for operators, those of their member.' })
  list(
    @Reader() reader: Actor | null,
    @Query() query: AccountsQuery,
  ): Promise<{ accounts: BalanceResponse[]; next: string | null }> {
    return this.accounts.list(signedIn(reader), query);
  }

  @Get(`${ACCOUNT}/balance`)
  @Roles('operator', 'administrator', 'auditor')
  @ApiOperation({ summary: 'What an account holds, now, as of an entry, as of a day, or both.' })
  @InPath()
  balance(
    @Reader() reader: Actor | null,
    @InAccount() segments: Segments,
    @Query() query: AsOfQuery,
  ): Promise<BalanceResponse> {
    return this.accounts.balance(signedIn(reader), keyOf(segments), query);
  }

  @Get(`${ACCOUNT}/statement`)
  @Roles('operator', 'administrator', 'auditor')
  @ApiOperation({ summary: 'Opening balance, every change of a period, closing balance.' })
  @InPath()
  statement(
    @Reader() reader: Actor | null,
    @InAccount() segments: Segments,
    @Query() query: StatementQuery,
  ): Promise<StatementResponse> {
    return this.statements.statement(signedIn(reader), keyOf(segments), query);
  }
}

function signedIn(reader: Actor | null): Actor {
  assert(reader, 'a route with roles has a reader');
  return reader;
}

function keyOf({ material, kind, member, depot }: Segments): string {
  return [material, kind, member, depot].join('/');
}
