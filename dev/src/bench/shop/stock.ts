import type pg from "pg";
import type { DemoHouse, DemoSeed, Progress } from "../../demo/house-client.js";

const INDEX_LIMIT_MS = 600_000;

/** Something to buy everywhere, so that lists are lists. No lots stand behind it: enough to look at, not to sell. */
export async function stockAll(db: pg.Client): Promise<void> {
  await db.query(`update pool set on_hand = 500000, mirrored_version = version`);
  await mirrorAll(db);
}

/** Medusa's levels say what the pools do, as if they had been mirrored: left as they were, a worker would set one after the other beside the questions. */
export async function mirrorAll(db: pg.Client): Promise<void> {
  await db.query(
    `update inventory_level l set stocked_quantity = s.units, raw_stocked_quantity = jsonb_build_object('value', s.units::text, 'precision', 20)
     from (select p.inventory_item_id, p.location_id, greatest(0, p.on_hand - p.held) + l.reserved_quantity as units
           from pool p join inventory_level l using (inventory_item_id, location_id)) s
     where s.inventory_item_id = l.inventory_item_id and s.location_id = l.location_id and l.stocked_quantity <> s.units`,
  );
}

/** Fills the index anew, as an operator may, and waits until all products that can be bought are found. */
export async function fillIndex({
  db,
  urls,
  seed,
  progress,
}: {
  db: pg.Client;
  urls: DemoHouse["urls"];
  seed: DemoSeed;
  progress: Progress;
}): Promise<void> {
  const ask = async <T>(path: string, init: RequestInit): Promise<T> => {
    const answer = await fetch(new URL(path, urls.backend), init);
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  await progress.during("filling the search index", async (step) => {
    const operator = seed.logins.find((one) => one.actor === "user");
    if (!operator) throw new Error("the seed has no operator");
    const json = { "content-type": "application/json" };
    const { token } = await ask<{ token: string }>(operator.sign_in.path, {
      method: "POST",
      headers: json,
      body: JSON.stringify(operator.sign_in.body),
    });
    const headers = { ...json, authorization: `Bearer ${token}` };
    const { search_indexes } = await ask<{ search_indexes: { name: string }[] }>("/admin/search-indexes", { headers });
    for (const { name } of search_indexes)
      await ask(`/admin/search-indexes/${name}/reindex`, { method: "POST", headers, body: "{}" });
    const { rows } = await db.query<{ n: number }>(`select count(*)::int as n from product where status = 'published'`);
    const began = Date.now();
    for (;;) {
      const { found } = await ask<{ found: { count: number } }>("/store/find?in_stock=1", {
        headers: { "x-publishable-api-key": seed.publishable_key },
      });
      step.update(`(${found.count} of ${rows[0]?.n})`);
      // What follows is the index alone: no worker writes into it meanwhile.
      const { rows: open } = await db.query<{ n: number }>(
        `select count(*)::int as n from outbox_message where done_at is null and dead_at is null and due_at <= now()`,
      );
      if (found.count === rows[0]?.n && open[0]?.n === 0) return;
      if (Date.now() - began > INDEX_LIMIT_MS) throw new Error("red: the index was not filled in ten minutes");
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  });
}
