import { DEFAULT_PARAMETERS } from '#domain/release/parameters';
import type { Caller } from '../support/caller';
import { fingerprint } from '../support/fingerprint';
import { Ledger } from '../support/ledger';
import { lotsAgainstAccounts, refusalOf } from '../support/lot-world';
import { DrawingWorld, type DrawdownView } from '../support/drawing-world';
import { kg } from '../support/small-world';

let ledger: Ledger;
let world: DrawingWorld;

beforeAll(async () => {
  ledger = await Ledger.start();
  world = await DrawingWorld.load(ledger);
});
afterAll(() => ledger.stop());
afterEach(async () => {
  expect(await world.drift()).toEqual([]);
  expect(await lotsAgainstAccounts(ledger)).toEqual([]);
});

const view = async (id: string): Promise<DrawdownView> =>
  (await ledger.anonymous().get<DrawdownView>(`/v1/drawdowns/${id}`)).body;

describe('a release order', () => {
  it('picks what spoils first, with its packages and what it weighs', async () => {
    const { award } = await world.award('JPN', 'PICKED');
    const { id } = await world.order(award, 600);
    const { lines, state } = await view(id);
    expect(state).toBe('ordered');
    const bestBefore = await ledger.rows<{ id: string; day: string | null }>(
      `select id, to_char(best_before, 'YYYY-MM-DD') as day from lot`,
    );
    const days = lines.map(({ lot }) => bestBefore.find((one) => one.id === lot)?.day ?? '9999');
    expect(days).toEqual([...days].sort());
    expect(days[0]).toBe('2027-03-31');
    expect(lines.map(({ position }) => position)).toEqual(lines.map((_line, n) => `${n + 1}`));
    // 40 drums hold 400 kg of contained cobalt in 500 kg of powder; a twentieth is kept back.
    expect(lines[0]).toMatchObject({
      quantity: kg(380),
      grossMass: kg(475),
      packages: { unit: 'DR', count: '38' },
    });
    const { summed } = await world.awardOf(award);
    expect(summed).toMatchObject({ ordered: 600_000n, collected: 0n });
  });

  it('says who carries it, and refuses dates that cannot be', async () => {
    const { award } = await world.award('JPN', 'CARRIED');
    const { id } = await world.order(award, 10);
    const transport = { carrier: 'Rhine Bulk Lines', reference: 'CMR 4711' };
    const dates = { departedOn: '2025-04-02', expectedOn: '2025-04-01' };
    const path = `/v1/drawdowns/${id}/release`;
    expect(await refusalOf(world.second, path, { transport: { ...transport, ...dates } })).toEqual([
      'dates-out-of-order',
      '/transport/expectedOn',
    ]);
    const good = { ...transport, departedOn: '2025-04-02', expectedOn: '2025-04-09' };
    await world.second.done(path, { transport: good });
    const { transport: shown, receipt, state } = await view(id);
    expect(shown).toEqual(good);
    expect([state, receipt.collectedAt, receipt.lost.value]).toEqual(['released', null, '0']);
    expect(receipt.releasedAt).not.toBeNull();
  });

  it('is taken back before anything has left, and not after', async () => {
    const { award, grams } = await world.award('KEN', 'CANCELLED');
    const { id } = await world.order(award, 10);
    const path = `/v1/drawdowns/${id}/cancel`;
    await world.first.done(path, { reason: 'The wrong award.' });
    const { summed } = await world.awardOf(award);
    expect(summed.ordered).toBe(0n);
    const again = await world.order(award);
    const { lines } = await view(again.id);
    const picked = lines.reduce((sum, { quantity }) => sum + world.gramsOf(quantity), 0n);
    expect(picked).toBe(grams);
    await world.second.done(`/v1/drawdowns/${again.id}/release`);
    const late = await world.first.post(`/v1/drawdowns/${again.id}/cancel`, { reason: 'Late.' });
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({ facts: { legal: ['collect', 'report'] } });
  });

  it('never orders more than the award, however many order at once', async () => {
    const { award, grams } = await world.award('JPN', 'RACED');
    const part = Number(grams / 3_000n);
    const answers = await Promise.all(
      Array.from({ length: 12 }, () =>
        world.first.post(`/v1/awards/${award}/drawdowns`, { quantity: kg(part) }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(9);
    const { summed } = await world.awardOf(award);
    expect(summed.ordered).toBe(BigInt(part) * 3_000n);
  });
});

describe('a receipt', () => {
  it('over all of it is signed at the release and at the collection, once', async () => {
    const { award, grams } = await world.award('KEN', 'WHOLE');
    const { id } = await world.released(award);
    const path = `/v1/drawdowns/${id}/collect`;
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => world.operators.KEN.post(path)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)]);
    const key = 'collected-again';
    const replayed = [
      await world.operators.KEN.post(path, {}, key),
      await world.operators.KEN.post(path, {}, key),
    ];
    expect(replayed.map(({ status }) => status)).toEqual([409, 409]);
    const { state, receipt } = await view(id);
    expect([state, world.gramsOf(receipt.collected)]).toEqual(['collected', grams]);
    expect(await world.owed(id)).toBe(grams);
    expect((await world.awardOf(award)).state).toBe('drawn');
  });

  it('over less is settled by another administrator; other lots take its place', async () => {
    const { award, grams } = await world.award('DEU', 'SHORT');
    const { id } = await world.released(award);
    const { lines } = await view(id);
    const [first] = lines;
    const lot = first?.lot ?? '';
    const report = { lines: [{ lot, short: kg(2), damaged: kg('0.5'), reason: 'Open drums.' }] };
    const before = await world.pool();
    await world.operators.DEU.done(`/v1/drawdowns/${id}/report`, report);
    expect(await world.pool()).toEqual(before);
    expect((await world.operators.DEU.post(`/v1/drawdowns/${id}/collect`)).status).toBe(409);
    const settle = `/v1/drawdowns/${id}/settle`;
    const reason = { reason: 'The carrier confirms it.' };
    expect(await refusalOf(world.second, settle, reason)).toEqual([
      'four-eyes-required',
      undefined,
    ]);
    await world.first.done(settle, reason);
    const { state, receipt, lines: after } = await view(id);
    expect([state, receipt.lost]).toEqual(['collected', kg('2.5')]);
    expect(after[0]).toMatchObject({ short: kg(2), damaged: kg('0.5'), reason: 'Open drums.' });
    expect(await world.owed(id)).toBe(grams - 2_500n);
    expect((await world.pool()).loss - before.loss).toBe(2_500n);
    const { summed, state: drawing } = await world.awardOf(award);
    expect([summed.ordered, summed.collected, drawing]).toEqual([
      grams - 2_500n,
      grams - 2_500n,
      'drawing',
    ]);
    const rest = await world.released(award);
    const free = await world.pool();
    expect(before.free - free.free).toBe(2_500n);
    await world.operators.DEU.done(`/v1/drawdowns/${rest.id}/collect`);
    expect((await world.awardOf(award)).state).toBe('drawn');
    expect(await world.owed(rest.id)).toBe(2_500n);
  });

  it('stays open while the Trust wants another count', async () => {
    const { award, grams } = await world.award('KEN', 'RECOUNT');
    const { id } = await world.released(award);
    const lot = (await view(id)).lines[0]?.lot;
    const lines = [{ lot, short: kg(1), reason: 'One bag less.' }];
    await world.operators.KEN.done(`/v1/drawdowns/${id}/report`, { lines });
    await world.second.done(`/v1/drawdowns/${id}/recount`, { reason: 'The seal is whole.' });
    const { state, receipt, lines: cleared } = await view(id);
    expect([state, receipt.collectedAt, receipt.lost.value]).toEqual(['released', null, '0']);
    expect(cleared.every(({ reason }) => reason === null)).toBe(true);
    await world.operators.KEN.done(`/v1/drawdowns/${id}/collect`);
    expect(await world.owed(id)).toBe(grams);
  });

  it('refuses lines that cannot be, and changes nothing', async () => {
    const { award } = await world.award('JPN', 'WRONG-LINES');
    const { id } = await world.released(award, 50);
    const { lines } = await view(id);
    const lot = lines[0]?.lot ?? '';
    const path = `/v1/drawdowns/${id}/report`;
    const reason = 'Wet.';
    const before = await fingerprint(ledger);
    for (const [body, code, pointer] of [
      [[{ lot: award, short: kg(1), reason }], 'receipt-line-unknown', '/lines/0/lot'],
      [[{ lot, reason }], 'receipt-lacks-nothing', '/lines/0'],
      [[{ lot, short: kg(30), damaged: kg(21), reason }], 'receipt-exceeds-release', '/lines/0'],
      [
        [
          { lot, short: kg(1), reason },
          { lot, short: kg(1), reason },
        ],
        'receipt-line-twice',
        '/lines/1/lot',
      ],
    ] as const) {
      expect(await refusalOf(world.operators.JPN, path, { lines: body })).toEqual([code, pointer]);
    }
    for (const other of [world.operators.KEN, world.operators.DEU]) {
      const stranger = await refusalOf(other, path, { lines: [{ lot, short: kg(1), reason }] });
      expect(stranger).toEqual(['member-not-yours', undefined]);
    }
    expect(await fingerprint(ledger)).toEqual(before);
  });

  it('takes two people of the two sides in the database too', async () => {
    const { award } = await world.award('KEN', 'SIDES');
    const { id } = await world.released(award);
    await world.operators.KEN.done(`/v1/drawdowns/${id}/collect`);
    const person = `(select id from principal where username = $2)`;
    for (const [column, username, constraint] of [
      ['collected_by', 'operator.deu', 'drawdown_receiver_of_member'],
      ['collected_by', 'administrator.1', 'drawdown_receiver_of_member'],
      ['collected_by', 'administrator.2', 'drawdown_two_people'],
      ['released_by', 'operator.ken', 'drawdown_two_people'],
      ['released_by', 'operator.deu', 'drawdown_released_by_trust'],
      ['released_by', 'auditor', 'drawdown_released_by_trust'],
      ['settled_by', 'operator.jpn', 'drawdown_settled_by_trust'],
    ]) {
      const change = `update drawdown set ${column} = ${person} where id = $1`;
      await expect(ledger.rows(change, [id, username])).rejects.toMatchObject({ constraint });
    }
    const unsigned = `update drawdown set lost = 1 where id = $1`;
    await expect(ledger.rows(unsigned, [id])).rejects.toMatchObject({ code: '23514' });
  });
});

describe('what is left of an award', () => {
  it('stays owed where no free lot takes the place of a lost one', async () => {
    const { award, grams } = await world.award('JPN', 'NOT-COVERED');
    const { id } = await world.released(award);
    const { lines } = await view(id);
    const all = lines.map(({ lot, quantity }) => ({ lot, short: quantity, reason: 'Sunk.' }));
    await world.operators.JPN.done(`/v1/drawdowns/${id}/report`, { lines: all });
    await world.first.done(`/v1/drawdowns/${id}/settle`, { reason: 'The ship is lost.' });
    expect(await world.owed(id)).toBe(0n);
    const held = await world.holdAllFree();
    const answer = await world.first.post(`/v1/awards/${award}/drawdowns`);
    expect([answer.status, answer.body]).toMatchObject([
      422,
      { facts: { coveredGrams: '0', pointer: '/quantity' } },
    ]);
    await held.release();
    expect((await world.awardOf(award)).summed.grams).toBe(grams);
    const replaced = await world.released(award);
    await world.operators.JPN.done(`/v1/drawdowns/${replaced.id}/collect`);
    expect((await world.awardOf(award)).state).toBe('drawn');
  });

  it('is given back once nothing is under way', async () => {
    const { award, grams } = await world.award('KEN', 'GIVEN-BACK');
    const { id } = await world.released(award, 10);
    const path = `/v1/awards/${award}/waive`;
    const reason = { reason: 'Met elsewhere.' };
    expect(await refusalOf(world.operators.KEN, path, reason)).toEqual([
      'drawdown-under-way',
      undefined,
    ]);
    await world.operators.KEN.done(`/v1/drawdowns/${id}/collect`);
    const before = await world.pool();
    await world.operators.KEN.done(path, reason);
    expect((await world.pool()).free - before.free).toBe(grams - 10_000n);
    const { state, summed } = await world.awardOf(award);
    expect([state, summed.waived, summed.collected]).toEqual(['drawn', grams - 10_000n, 10_000n]);
    expect((await world.first.post(`/v1/awards/${award}/drawdowns`)).status).toBe(409);
  });
});

describe('the use of what was collected', () => {
  it('is stated by the member to the gram, and read by those entitled', async () => {
    const { award } = await world.award('KEN', 'USED');
    const { id } = await world.released(award, 10);
    const path = `/v1/drawdowns/${id}/end-use`;
    const uses = [
      { purpose: 'Cathodes of vehicle batteries', quantity: kg(7) },
      { purpose: 'Alloys', quantity: kg(3) },
    ];
    const statement = { uses, statement: 'None of it was exported.' };
    const { KEN, DEU } = world.operators;
    expect((await KEN.post(path, statement)).status).toBe(409);
    await KEN.done(`/v1/drawdowns/${id}/collect`);
    expect((await KEN.get(path)).status).toBe(404);
    const [short] = uses;
    expect(await refusalOf(KEN, path, { ...statement, uses: [short] })).toEqual([
      'end-use-not-whole',
      '/uses',
    ]);
    expect((await DEU.post(path, statement)).status).toBe(403);
    await KEN.done(path, statement);
    expect((await KEN.post(path, statement)).status).toBe(409);
    const readers: readonly Caller[] = [KEN, world.first, world.auditor];
    for (const reader of readers) {
      expect((await reader.get(path)).body).toMatchObject({ member: 'KEN', isLate: false, uses });
    }
    expect((await DEU.get(path)).status).toBe(403);
    expect((await ledger.anonymous().get(path)).status).toBe(401);
    const { state, endUseDue } = await view(id);
    const due = new Date(Date.now() + 180 * 86_400_000).toISOString().slice(0, 10);
    expect([state, endUseDue]).toEqual(['accounted', due]);
  });
});

describe('what is owed back', () => {
  it('falls due in the instalments of the rule, and is nothing under a grant', async () => {
    const { award, grams } = await world.awardUnder('KEN', 'IN-PARTS', {
      ...{ firstDueMonths: '6', instalments: '7', everyMonths: '2' },
    });
    const { id } = await world.released(award);
    await world.operators.KEN.done(`/v1/drawdowns/${id}/collect`);
    const parts = await world.instalments(id);
    expect(parts.map(({ instalment }) => instalment)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(parts.reduce((sum, part) => sum + BigInt(part.grams), 0n)).toBe(grams);
    const days = parts.map(({ due }) => due);
    expect([...new Set(days)].sort()).toEqual(days);
    const given = await world.awardUnder('JPN', 'GRANTED', { basis: 'grant' });
    const drawdown = await world.released(given.award);
    const before = await world.drawn('JPN');
    await world.operators.JPN.done(`/v1/drawdowns/${drawdown.id}/collect`);
    expect(await world.instalments(drawdown.id)).toEqual([]);
    expect(await world.drawn('JPN')).toBe(before);
  });

  it('refuses terms that cannot be, with the place of the fault', async () => {
    const terms = { instalments: '0' };
    const rule = { name: 'No instalments', parameters: DEFAULT_PARAMETERS, terms };
    expect(await refusalOf(world.first, '/v1/release-rules', rule)).toEqual([
      'release-terms-invalid',
      '/terms/instalments',
    ]);
  });
});

it('moves grams only along the ways that the life cycles name', async () => {
  expect(await world.waysAgainstTables()).toEqual([]);
});
