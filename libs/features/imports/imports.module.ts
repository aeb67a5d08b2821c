import { Module } from '@nestjs/common';
import { BaselinesModule } from '#features/baselines/baselines.module';
import { ContributionsModule } from '#features/contributions/contributions.module';
import { PledgesModule } from '#features/pledges/pledges.module';
import { BaselinesKind } from './baselines-kind';
import { ContributionsKind } from './contributions-kind';
import { ImportCheckService } from './import-check.service';
import { ImportClaimsService } from './import-claims.service';
import { ImportCommitService } from './import-commit.service';
import { ImportErrorsService } from './import-errors.service';
import { ImportExecutorService } from './import-executor.service';
import { ImportFilesService } from './import-files.service';
import { ImportInspectService } from './import-inspect.service';
import { ImportKindsService } from './import-kinds.service';
import { ImportQueue } from './import-queue.service';
import { ImportReadingService } from './import-reading.service';
import { ImportRowsService } from './import-rows.service';
import { ImportsController } from './imports.controller';
import { ImportsQueries } from './imports.queries';
import { ImportsService } from './imports.service';
import { LotsKind } from './lots-kind';
import { PledgesKind } from './pledges-kind';

@Module({
  imports: [BaselinesModule, PledgesModule, ContributionsModule],
  controllers: [ImportsController],
  providers: [
    ContributionsKind,
    LotsKind,
    BaselinesKind,
    PledgesKind,
    ImportKindsService,
    ImportFilesService,
    ImportsQueries,
    ImportsService,
  ],
  exports: [ImportKindsService, ImportFilesService],
})
export class ImportsModule {}

/** Reading, checking and bringing in files, in the worker. */
@Module({
  imports: [ImportsModule],
  providers: [
    ImportClaimsService,
    ImportReadingService,
    ImportRowsService,
    ImportErrorsService,
    ImportInspectService,
    ImportCheckService,
    ImportCommitService,
    ImportExecutorService,
    ImportQueue,
  ],
})
export class ImportWorkerModule {}
