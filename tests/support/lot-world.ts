import type { Caller } from './caller';
import type { Ledger } from './ledger';

/** A lot as anybody reads it. */
export interface LotView {
  readonly id: string;
  readonly depot: string;
  readonly grossMass: Wire;
  readonly containedMass: Wire;
  readonly ownGrossMass: Wire;
  readonly ownContainedMass: Wire;
  readonly assay: string;
  readonly places: readonly { state: string; depot: string; member: string | null; mass: Wire }[];
  readonly [fact: string]: unknown;
}

interface Wire {
  readonly value: string;
  readonly unit: string;
}

interface Problem {
  readonly type?: string;
  readonly facts?: { readonly pointer?: string };
}

export async function lotOf(ledger: Ledger, id: string): Promise<LotView> {
  return (await ledger.anonymous().get<LotView>(`/v1/lots/${id}`)).body;
}

/** Kilograms of a lot by the state they are in. */
export async function placesOf(ledger: Ledger, id: string): Promise<Record<string, string>> {
  const { places } = await lotOf(ledger, id);
  return Object.fromEntries(places.map(({ state, mass }) => [state, mass.value]));
}

/** The code of a refusal and where it points, or the status of what was not refused. */
export async function refusalOf(
  by: Caller,
  path: string,
  body: object = {},
): Promise<readonly (string | number | undefined)[]> {
  const answer = await by.post<Problem>(path, body);
  const code = answer.body.type?.split('/').at(-1);
  return code === undefined ? [answer.status] : [code, answer.body.facts?.pointer];
}

/** Accounts whose balance is not the sum of what lots hold in them; there may be none. */
export function lotsAgainstAccounts(ledger: Ledger): Promise<unknown[]> {
  return ledger.rows(
    `select a.key, a.posted, a.pending_out, sum(h.posted) as held, sum(h.pending_out) as pending
     from account a left join holding h on h.account = a.key
     where a.kind in ('outside', 'in-transit', 'reserve-free', 'reserve-earmarked',
                      'reserve-hold', 'released', 'loss')
     group by a.key, a.posted, a.pending_out
     having a.posted <> coalesce(sum(h.posted), 0)
         or a.pending_out <> coalesce(sum(h.pending_out), 0)`,
  );
}
