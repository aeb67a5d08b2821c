import { divide } from '../../../tests/support/divide';
import { PUBLISHED_PROBLEMS } from '../../../tests/support/published-problems';

const rows = Object.values(PUBLISHED_PROBLEMS).flat();

describe('gmt divide on all published problems at once', () => {
  it('answers each on its line, in their order, exactly', async () => {
    const { status, out, err } = await divide(
      rows.map(([, problem]) => `${JSON.stringify(problem)}\n`).join(''),
    );
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const answers = out.trimEnd().split('\n');
    expect(answers).toHaveLength(rows.length);
    rows.forEach(([title, , expected], index) => {
      expect({ title, ...JSON.parse(answers[index] ?? '') }).toMatchObject({ title, ...expected });
    });
  });

  it('finds every published answer right', async () => {
    const given = rows.map(([, problem, answer]) => JSON.stringify({ problem, answer }));
    const { status, out } = await divide(given.join('\n'), '--check');
    expect(out.split('\n').filter((line) => line.includes('"valid":false'))).toEqual([]);
    expect(status).toBe(0);
  });

  it.each(['--explain', '--compare'])('tells each to people with %s', async (option) => {
    const { status, err } = await divide(
      rows.map(([, problem]) => JSON.stringify(problem)).join('\n'),
      option,
    );
    expect({ status, err }).toEqual({ status: 0, err: '' });
  });
});
