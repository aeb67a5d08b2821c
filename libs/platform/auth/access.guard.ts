import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { DomainError } from '#domain/errors';
import type { Actor } from '../database/command-context';
import { UnauthenticatedError } from '../http/problem';
import { ROLES, type RouteRole } from './roles.decorator';
import { TokenService } from './token.service';

export type AuthenticatedRequest = Request & { actor?: Actor };

/** Default deny: a route opens only to the roles it names. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: TokenService,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const roles = this.reflector.get<RouteRole[] | undefined>(ROLES, context.getHandler()) ?? [];
    const actor = this.authenticate(request.headers.authorization);
    if (actor) request.actor = actor;
    if (roles.includes('public')) return true;
    if (!actor) throw new UnauthenticatedError('Sign in first: send a bearer token.');
    if (actor.role !== 'system' && roles.includes(actor.role)) return true;
    throw new DomainError(
      'forbidden',
      'role-not-allowed',
      `This is for the role ${roles.join(' or ')}; you are signed in as ${actor.role}.`,
    );
  }

  private authenticate(header: string | undefined): Actor | null {
    if (header === undefined) return null;
    const [, token] = /^Bearer ([A-Za-z0-9._~+/=-]{1,4096})$/i.exec(header) ?? [];
    const actor = token === undefined ? null : this.tokens.read(token);
    if (!actor) throw new UnauthenticatedError('The token is malformed, forged or has expired.');
    return actor;
  }
}
