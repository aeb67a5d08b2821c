import { SetMetadata } from '@nestjs/common';
import type { Role } from '../database/command-context';

export const ROLES = 'gmt:roles';
export type RouteRole = Exclude<Role, 'system'> | 'public';

/** Opens a route to the named roles. A route with neither decorator stops the start. */
export const Roles = (...roles: Exclude<Role, 'system'>[]): MethodDecorator =>
  SetMetadata(ROLES, roles);

/** Opens a route to anybody; a valid token, when sent, is still read. */
export const Public = (): MethodDecorator => SetMetadata(ROLES, ['public']);
