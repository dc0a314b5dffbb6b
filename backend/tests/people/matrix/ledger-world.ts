import { randomUUID } from "node:crypto";
import type { House } from "../../../../dev/src/testing/house";

/** Rows of X's pool ledger that the matrix asks for. */
export type LedgerIds = {
  lot: string;
  adjustment: string;
  waiting_adjustment: string;
  stocktake: string;
  forecast: string;
  own_forecast: string;
  hold: string;
  returned: string;
};

interface Given {
  weigher: string;
  manager: string;
  household: string;
  pool: string;
}

/** Made over HTTP, as people make them; only goods that came back are written by hand, since nothing was sold. */
export async function makeLedger(house: House, given: Given): Promise<LedgerIds> {
  const post = async (token: string, to: string, body: unknown) => {
    const answer = await fetch(new URL(to, house.backendUrl), {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${to} was refused: ${await answer.text()}`);
    return (await answer.json()) as Record<string, { id: string }>;
  };
  const { rows } = await house.db.query<{ id: string; cooperative_id: string }>(
    `select id, cooperative_id from lot where pool_id = $1 and household_id = $2 limit 1`,
    [given.pool, given.household],
  );
  const lot = rows[0];
  if (!lot) throw new Error("the household has no lot in the pool");
  await post(given.manager, "/desk/ledger-policy", { limit_g: 1, limit_pieces: 1, bearer: "pro_rata" });
  const waste = () =>
    post(given.weigher, "/desk/adjustments", {
      pool_id: given.pool,
      kind: "waste",
      reason: "spoilt",
      words: "matrix",
      lines: [{ lot_id: lot.id, delta_units: -2 }],
      idempotency_key: randomUUID(),
    });
  const forecast = () =>
    post(given.weigher, "/desk/forecasts", {
      household_id: given.household,
      pool_id: given.pool,
      units: 1_000,
      ready_from: soon(10),
      ready_to: soon(20),
      idempotency_key: randomUUID(),
    });
  const hold = await post(given.manager, "/desk/holds", {
    kind: "quote",
    owner_id: "matrix",
    lines: [{ pool_id: given.pool, units: 5 }],
    days: 1,
    note: "matrix",
  });
  await house.db.query(
    `insert into returned_goods (id, source_id, return_id, order_id, order_line_id, cooperative_id, pool_id, units, damaged)
     values ('back_matrix', 'act_matrix', 'ret_matrix', 'order_none', 'line_none', $1, $2, 5, false)`,
    [lot.cooperative_id, given.pool],
  );
  return {
    lot: lot.id,
    adjustment: (await waste()).adjustment?.id ?? "",
    waiting_adjustment: (await waste()).adjustment?.id ?? "",
    stocktake: (await post(given.weigher, "/desk/stocktakes", { pool_id: given.pool })).stocktake?.id ?? "",
    forecast: (await forecast()).forecast?.id ?? "",
    own_forecast: (await forecast()).forecast?.id ?? "",
    hold: hold.hold?.id ?? "",
    returned: "back_matrix",
  };
}

/** The day so many days from now. */
export function soon(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
