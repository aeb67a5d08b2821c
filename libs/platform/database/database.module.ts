import { Global, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../config/config';
import { createDataSource, type EntityClass } from './data-source';
import { PipelinedConnection } from './pipelined-connection';
import { SnapshotReads } from './snapshot-reads';
import { UnitOfWork } from './unit-of-work';

@Global()
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(private readonly dataSource: DataSource) {}

  static forEntities(entities: EntityClass[]): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        {
          provide: DataSource,
          inject: [Config],
          useFactory: (config: Config) => createDataSource(config, entities).initialize(),
        },
        PipelinedConnection,
        UnitOfWork,
        SnapshotReads,
      ],
      exports: [DataSource, PipelinedConnection, UnitOfWork, SnapshotReads],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.dataSource.destroy();
  }
}
