import { migrationHashes, readJson, sources, texts } from './repository';
import { faultsOf, machinePathsIn, migrationFaults, RUNTIME_DEPENDENCIES_MAX } from './rules';

interface Package {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

it('keeps every source file within the limits and rules of the house', () => {
  const files = sources();
  expect(files.length).toBeGreaterThan(50);
  expect(files.flatMap(faultsOf)).toEqual([]);
});

it('names no path of one machine, in any text', () => {
  expect(texts().flatMap(machinePathsIn)).toEqual([]);
});

it('leaves merged migrations as they were merged', () => {
  const merged = readJson<Record<string, string>>('infra/migrations/checksums.json');
  expect(migrationFaults(migrationHashes(), merged)).toEqual([]);
});

it('depends on few packages at run time', () => {
  const { dependencies } = readJson<Package>('package.json');
  expect(Object.keys(dependencies).length).toBeLessThanOrEqual(RUNTIME_DEPENDENCIES_MAX);
});
