import type { INestApplicationContext, Type } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ROLES, type RouteRole } from './roles.decorator';

/** Default deny, checked at start: throws with the name of every route that names no role. */
export function requireRolesOnEveryRoute(app: INestApplicationContext): void {
  const scanner = app.get(MetadataScanner);
  const reflector = app.get(Reflector);
  const open = app
    .get(DiscoveryService)
    .getControllers()
    .flatMap(({ metatype }) => {
      const prototype = (metatype as Type).prototype as Record<string, () => unknown>;
      return scanner.getAllMethodNames(prototype).flatMap((name) => {
        const handler = prototype[name];
        if (!handler || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
        const roles = reflector.get<RouteRole[] | undefined>(ROLES, handler);
        return roles && roles.length > 0 ? [] : [`${(metatype as Type).name}.${name}`];
      });
    });
  if (open.length > 0) throw new Error(`Routes without a role: ${open.join(', ')}`);
}
