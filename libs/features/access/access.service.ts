import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { DataSource, In, Not } from 'typeorm';
import { assert } from '#domain/assert';
import { DomainError } from '#domain/errors';
import { requireOtherPerson } from '#platform/auth/four-eyes';
import { hashPassword, passwordMatches } from '#platform/auth/password';
import { TokenService } from '#platform/auth/token.service';
import { Config } from '#platform/config/config';
import { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { requestDigest, UnitOfWork } from '#platform/database/unit-of-work';
import { UnauthenticatedError } from '#platform/http/problem';
import { EventLog } from '#features/event-log/event-log';
import type { LoginRequest, LoginResponse, NewUserRequest, UserResponse } from './access.dto';
import { PrincipalEntity } from './principal.entity';

/** A hash of nothing, compared when the username is unknown so that both cases take as long. */
const NOBODY = hashPassword('nobody');

/** Who may sign in, and signing in. */
@Injectable()
export class AccessService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly tokens: TokenService,
    private readonly config: Config,
  ) {}

  /** Answers with a token, or refuses without saying whether the username exists. */
  async login(request: LoginRequest): Promise<LoginResponse> {
    const user = await this.dataSource.manager.findOneBy(PrincipalEntity, {
      username: request.username,
    });
    const matches = await passwordMatches(request.password, user?.passwordHash ?? (await NOBODY));
    if (!user || !matches) throw new UnauthenticatedError('The username or password is wrong.');
    if (!isConfirmed(user)) {
      throw new DomainError(
        'forbidden',
        'access-not-confirmed',
        'Another administrator than the one who gave this access has to confirm it first.',
      );
    }
    const { token, expiresAt } = this.tokens.issue(user);
    return { token, expiresAt, role: user.role, member: user.member };
  }

  /** Gives access that another administrator must confirm. Refuses `user-exists` and its kin. */
  async create(ctx: CommandContext, request: NewUserRequest): Promise<UserResponse> {
    const passwordHash = await hashPassword(request.password);
    return this.unitOfWork.run(ctx, (tx) => this.insert(tx, ctx, request, passwordHash));
  }

  /** Refuses `four-eyes-required` to whoever gave the access, and `user-confirmed-already`. */
  confirm(ctx: CommandContext, id: string): Promise<UserResponse> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const user = await tx.locked(PrincipalEntity, id);
      if (!user) throw new DomainError('not-found', 'user-unknown', 'No user has this identifier.');
      if (isConfirmed(user)) {
        throw new DomainError('conflict', 'user-confirmed-already', 'This access counts already.');
      }
      requireOtherPerson(ctx.actor, user.grantedBy, 'gave this access');
      await tx.manager.update(PrincipalEntity, { id }, { confirmedBy: ctx.actor.id });
      const { username, role, member, affiliation } = user;
      const entry = await this.log.append(tx, ctx, {
        kind: 'user-confirmed',
        body: { user: id },
        ...(member === null ? {} : { member }),
      });
      return { id, username, role, member, affiliation, confirmed: true, entry };
    });
  }

  /**
   * Four eyes need two people before anybody can be admitted: on a ledger without other users the
   * configured file names them. Each is one command, so a start that died half way is completed.
   */
  async createFirstAdministrators(): Promise<void> {
    const file = this.config.FIRST_ADMINISTRATORS_FILE;
    if (file === undefined) return;
    const logins = readLogins(file);
    const others = { username: Not(In(logins.map(({ username }) => username))) };
    if (await this.dataSource.manager.existsBy(PrincipalEntity, others)) return;
    for (const { username, password } of logins) {
      const passwordHash = await hashPassword(password);
      const ctx = new CommandContext(
        { id: 'system', role: 'system', member: null },
        `first-administrator/${username}`,
        'first administrators',
        requestDigest(''),
      );
      const user = { username, password, role: 'administrator' as const };
      await this.unitOfWork.run(ctx, (tx) => this.insert(tx, ctx, user, passwordHash));
    }
  }

  private async insert(
    tx: Tx,
    ctx: CommandContext,
    request: NewUserRequest,
    passwordHash: string,
  ): Promise<UserResponse> {
    const { username, role, member = null, affiliation = null } = request;
    if ((role === 'operator') !== (member !== null)) {
      throw new DomainError(
        'rule',
        'user-member-mismatch',
        'An operator acts for one member; other roles for none.',
        { pointer: '/member' },
      );
    }
    if (member !== null && affiliation !== null) {
      const message = 'Leave "affiliation" out for an operator: its member is its own.';
      throw new DomainError('rule', 'user-member-mismatch', message, { pointer: '/affiliation' });
    }
    await requireMember(tx, member ?? affiliation);
    const id = tx.newId();
    const grantedBy = ctx.actor.role === 'system' ? null : ctx.actor.id;
    const inserted = await tx.query(
      `insert into principal (id, username, password_hash, role, member, affiliation, granted_by,
         created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (username) do nothing returning id`,
      [id, username, passwordHash, role, member, affiliation, grantedBy, tx.now],
    );
    if (inserted.length === 0) {
      throw new DomainError('conflict', 'user-exists', `The username ${username} is taken.`);
    }
    const user = { id, username, role, member, affiliation, confirmed: grantedBy === null };
    const entry = await this.log.append(tx, ctx, {
      kind: 'user-created',
      body: { user: { id, role, member, ...(affiliation === null ? {} : { affiliation }) } },
      ...(member === null ? {} : { member }),
    });
    return { ...user, entry };
  }
}

async function requireMember(tx: Tx, code: string | null): Promise<void> {
  if (code === null) return;
  const known = await tx.query('select code from member where code = $1', [code]);
  if (known.length > 0) return;
  throw new DomainError('not-found', 'member-unknown', `No member has the code ${code}.`);
}

function isConfirmed({ grantedBy, confirmedBy }: PrincipalEntity): boolean {
  return grantedBy === null || confirmedBy !== null;
}

function readLogins(file: string): { username: string; password: string }[] {
  const logins = JSON.parse(readFileSync(file, 'utf8')) as { username: string; password: string }[];
  assert(Array.isArray(logins) && logins.length >= 2, `${file} must name two administrators`);
  return logins;
}
