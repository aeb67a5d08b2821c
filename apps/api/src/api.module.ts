import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { ENTITIES, FEATURES } from '#features/composition';
import { AccessGuard } from '#platform/auth/access.guard';
import { AuthModule } from '#platform/auth/auth.module';
import { ConfigModule } from '#platform/config/config.module';
import { DatabaseModule } from '#platform/database/database.module';
import { HealthController } from '#platform/http/health.controller';
import { ProblemFilter } from '#platform/http/problem.filter';
import { ReplayInterceptor } from '#platform/http/replay.interceptor';
import { UndeclaredInputInterceptor } from '#platform/http/undeclared-input.interceptor';
import { validationPipe } from '#platform/http/validation';

/** The HTTP process: every feature behind one filter, one guard and one pipe. */
@Module({
  imports: [
    ConfigModule,
    DatabaseModule.forEntities(ENTITIES),
    AuthModule,
    DiscoveryModule,
    ...FEATURES,
  ],
  controllers: [HealthController],
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_INTERCEPTOR, useClass: UndeclaredInputInterceptor },
    { provide: APP_INTERCEPTOR, useClass: ReplayInterceptor },
    { provide: APP_PIPE, useFactory: validationPipe },
  ],
})
export class ApiModule {}
