import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STAGES } from './stages';

const root = join(__dirname, '../../..');
const page = readFileSync(join(root, 'docs/explanation/pipeline.md'), 'utf8');
const rows = [
  ...page.matchAll(/^\| +(\d+) \| ([a-z ]+?) +\| `(\w+)` in \[`[^`]+`\]\(([^)]+)\) /gm),
];

describe('the table of stages', () => {
  it('is the one of the page, stage by stage', () => {
    const listed = rows.map(([, number, name, does]) => [Number(number), name, does]);
    expect(listed).toEqual(STAGES.map(({ number, name, does }) => [number, name, does.name]));
    expect(STAGES.map(({ number }) => number)).toEqual(STAGES.map((_, index) => index + 1));
  });

  it('is linked to the file of each function', () => {
    expect(rows.length).toBe(27);
    for (const [, , , does, link] of rows) {
      const file = join(root, 'docs/explanation', link ?? '');
      expect(existsSync(file)).toBe(true);
      expect(readFileSync(file, 'utf8')).toContain(`export function ${does}(`);
    }
  });
});
