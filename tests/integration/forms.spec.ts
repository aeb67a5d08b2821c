import type { Caller } from '../support/caller';
import { Ledger } from '../support/ledger';
import { kg, SmallWorld } from '../support/small-world';

let ledger: Ledger;
let administrator: Caller;
let world: SmallWorld;

beforeAll(async () => {
  ledger = await Ledger.start({ worker: false });
  world = await SmallWorld.load(ledger);
  administrator = world.first;
});
afterAll(() => ledger.stop());

const FORMS = '/v1/materials/cobalt/forms';
const sulfate = {
  code: 'co_sulfate_heptahydrate',
  name: 'Cobalt(II) sulfate heptahydrate',
  containedFraction: '0.209656',
  fractionKind: 'stoichiometric',
  formula: 'CoSO4·7H2O',
  hsCode: '283329',
};

interface Problem {
  readonly type: string;
  readonly facts: Record<string, string>;
}

const refusalOf = async (
  body: object,
): Promise<[number, string | undefined, Record<string, string>]> => {
  const answer = await administrator.post<Problem>(FORMS, body);
  return [answer.status, answer.body.type.split('/').at(-1), answer.body.facts];
};

describe('a form', () => {
  it.each([
    [{ containedFraction: '0.21' }, 422, 'fraction-not-stoichiometric', '/containedFraction'],
    [{ formula: undefined }, 422, 'form-formula-mismatch', '/formula'],
    [{ fractionKind: 'grade' }, 422, 'form-formula-mismatch', '/formula'],
    [{ formula: 'NiSO4·6H2O' }, 422, 'formula-lacks-element', '/formula'],
    [{ formula: 'CoSO4.7H2O' }, 400, 'formula-malformed', '/formula'],
    [{ formula: 'CoXx' }, 422, 'element-unknown', '/formula'],
  ])('with %j is refused', async (change, status, code, pointer) => {
    const refusal = await refusalOf({ ...sulfate, ...change });
    expect(refusal).toEqual([status, code, expect.objectContaining({ pointer })]);
  });

  it('says which fraction would be right', async () => {
    const [, , facts] = await refusalOf({ ...sulfate, containedFraction: '0.2097' });
    expect(facts).toMatchObject({ expected: '0.209656', stated: '0.2097' });
  });

  it('is listed with its formula, in the log too', async () => {
    const { entry } = await administrator.done(FORMS, sulfate);
    const { body } = await ledger
      .anonymous()
      .get<{ materials: { forms: { code: string; formula?: string }[] }[] }>('/v1/materials');
    const listed = body.materials[0]?.forms ?? [];
    expect(listed).toContainEqual(sulfate);
    const mixture = listed.find(({ code }) => code === 'co_hydroxide');
    expect(mixture).toBeDefined();
    expect(mixture).not.toHaveProperty('formula');
    const [row] = await ledger.rows<{ body: string }>(
      `select convert_from(body, 'UTF8') as body from log_entry where id = $1`,
      [entry],
    );
    expect(JSON.parse(row?.body ?? '')).toEqual({ form: { ...sulfate, material: 'cobalt' } });
    expect((await refusalOf(sulfate)).slice(0, 2)).toEqual([409, 'form-exists']);
  });

  it('of a grade is delivered with its assay', async () => {
    const crude = { code: 'co_crude', name: 'Crude hydroxide', containedFraction: '0.3' };
    await administrator.done(FORMS, { ...crude, fractionKind: 'grade', hsCode: '282200' });
    const path = `/v1/pledges/${await world.pledge('DEU', 10)}/contributions`;
    const notice = world.contribution(10, 'co_crude');
    const nominal = await world.operators.DEU.post<Problem>(path, notice);
    expect([nominal.status, nominal.body.facts]).toEqual([
      422,
      { pointer: '/assay', nominal: '0.3' },
    ]);
    expect(nominal.body.type).toMatch(/assay-missing$/);
    const measured = await world.operators.DEU.post(path, { ...notice, assay: '0.2981' });
    expect(measured.status).toBe(201);
  });

  it('cannot have a formula in the database without being stoichiometric', async () => {
    const forge = `update form set formula = 'Co' where code = 'co_hydroxide'`;
    await expect(ledger.rows(forge)).rejects.toThrow('violates check constraint');
  });
});

it.each([
  ['1', 'TNE', '1000'],
  ['2500', 'GRM', '2.5'],
  ['0.001', 'KGM', '0.001'],
  // 31.1034768 g a troy ounce: 311 g, the gram begun is not counted.
  ['10', 'APZ', '0.311'],
])('takes a mass of %s %s and answers %s KGM', async (value, unit, kilograms) => {
  const pledge = await world.operators.DEU.done<{ quantity: object }>('/v1/pledges', {
    material: 'cobalt',
    instalments: [{ dueDate: '2024-06-30', quantity: { value, unit } }],
  });
  expect(pledge.quantity).toEqual(kg(kilograms));
});
