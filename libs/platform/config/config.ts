import { readFileSync } from 'node:fs';
import { plainToInstance, Transform } from 'class-transformer';
import {
  IsInt,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  validateSync,
} from 'class-validator';

const toInt = Transform(({ value }: { value: unknown }) =>
  value === undefined ? value : Number(value),
);

/** Every setting of a process, with its limits. Names are those of the environment. */
class Environment {
  @Matches(/^postgres(ql)?:\/\/\S+$/, { message: 'DATABASE_URL must be a postgresql:// URL' })
  DATABASE_URL: string;

  @IsOptional()
  @Matches(/^rediss?:\/\/\S+$/, { message: 'REDIS_URL must be a redis:// or rediss:// URL' })
  REDIS_URL?: string;

  @toInt @IsInt() @Min(0) @Max(65_535) PORT: number = 3000;

  @IsString() @MaxLength(255) HOST: string = '127.0.0.1';

  @toInt @IsInt() @Min(2) @Max(100) DATABASE_POOL_MAX: number = 10;

  @IsString() @MaxLength(4096) JWT_PRIVATE_KEY_FILE: string;

  @IsString() @MaxLength(4096) JWT_PUBLIC_KEY_FILE: string;

  @toInt @IsInt() @Min(60) @Max(86_400) TOKEN_SECONDS: number = 3_600;

  @IsOptional() @IsString() @MaxLength(4096) LOG_SIGNING_KEY_FILE?: string;

  /** JSON list of `username` and `password`: made administrators when nobody may sign in yet. */
  @IsOptional() @IsString() @MaxLength(4096) FIRST_ADMINISTRATORS_FILE?: string;

  @Matches(/^[^\s+]{1,200}$/, { message: 'LOG_ORIGIN must be a name without spaces or "+"' })
  LOG_ORIGIN: string = 'globalmineralstrust.example/log';

  @toInt @IsInt() @Min(20) @Max(60_000) LOG_INTEGRATION_MS: number = 200;

  @toInt @IsInt() @Min(1) @Max(3_600) RUN_LEASE_SECONDS: number = 60;

  @toInt @IsInt() @Min(50) @Max(600_000) SWEEP_MS: number = 5_000;

  @toInt @IsInt() @Min(100) @Max(86_400_000) REMINDERS_MS: number = 3_600_000;

  @toInt @IsInt() @Min(20) @Max(600_000) NOTICES_MS: number = 1_000;

  /** Only for tests and for a ledger that is shown on one machine. */
  @IsIn(['refused', 'allowed']) WEBHOOK_PRIVATE_ADDRESSES: 'refused' | 'allowed' = 'refused';

  @IsOptional()
  @Matches(/^smtps?:\/\/\S+$/, { message: 'SMTP_URL must be an smtp:// or smtps:// URL' })
  SMTP_URL?: string;

  @IsOptional()
  @Matches(/^[^\s@]+@[^\s@]+$/, { message: 'SMTP_FROM must be an e-mail address' })
  SMTP_FROM?: string;

  /** Whether the figures are recorded ones, or those of a world whose stocks are invented. */
  @IsIn(['recorded', 'illustrative']) NOTICE: 'recorded' | 'illustrative' = 'recorded';

  /** Node's own, for the threads of a process to be started as it was. */
  @IsOptional() @IsString() @MaxLength(4096) NODE_OPTIONS?: string;

  /** Both only for reproducible runs: they make identifiers and times predictable. */
  @IsOptional() @IsISO8601({ strict: true }) FIXED_CLOCK?: string;
  @IsOptional() @IsString() @MaxLength(200) FIXED_SEED?: string;
}

/** The settings of this process, checked once at start. */
export class Config extends Environment {
  readonly jwtPublicKey: string;
  readonly jwtPrivateKey: string;
}

export class ConfigError extends Error {}

function readSecret(path: string, name: string, faults: string[]): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    faults.push(`${name}: the file ${path} cannot be read`);
    return '';
  }
}

/** Reads and checks the environment; throws one ConfigError that lists every fault. */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const known = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const config = plainToInstance(Config, known, { exposeUnsetFields: false });
  const faults = validateSync(config, { skipMissingProperties: false }).flatMap((fault) =>
    Object.values(fault.constraints ?? {}).map((text) => `${fault.property}: ${text}`),
  );
  if ((config.FIXED_CLOCK === undefined) !== (config.FIXED_SEED === undefined)) {
    faults.push('FIXED_CLOCK and FIXED_SEED: set both or neither');
  }
  if ((config.SMTP_URL === undefined) !== (config.SMTP_FROM === undefined)) {
    faults.push('SMTP_URL and SMTP_FROM: set both or neither');
  }
  const keys =
    faults.length > 0
      ? {}
      : {
          jwtPublicKey: readSecret(config.JWT_PUBLIC_KEY_FILE, 'JWT_PUBLIC_KEY_FILE', faults),
          jwtPrivateKey: readSecret(config.JWT_PRIVATE_KEY_FILE, 'JWT_PRIVATE_KEY_FILE', faults),
        };
  if (faults.length > 0) {
    throw new ConfigError(`The configuration has faults:\n- ${faults.join('\n- ')}`);
  }
  return Object.assign(config, keys);
}
