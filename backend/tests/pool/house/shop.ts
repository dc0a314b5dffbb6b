import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import type { House } from "../../../../dev/src/testing/house";
import { builtBackend } from "../../../../dev/up/paths.mjs";
import { medusa } from "../../../../dev/up/services.mjs";

/** What a buyer's pages ask, and the index behind it filled anew. */
export function shop(house: () => House): void {
  const ask = async (to: string) => {
    const headers = { "x-publishable-api-key": house().seed.publishable_key };
    const answer = await fetch(`${house().backendUrl}${to}`, { headers });
    return { status: answer.status, body: await answer.json() };
  };
  /** How the command that fills the index of products anew ended. */
  const rebuild = (env: NodeJS.ProcessEnv = {}, onOutput: (text: string) => void = () => undefined) => {
    const child = spawn(process.execPath, medusa("exec", "./src/scripts/rebuild-search.js", "product"), {
      cwd: builtBackend,
      env: { ...house().env, ...env },
      stdio: ["ignore", "pipe", "ignore"],
    });
    child.stdout.on("data", (chunk: Buffer) => onOutput(String(chunk)));
    return new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
      child.once("exit", (code, signal) => resolve({ code, signal })),
    );
  };

  test("what no search can mean is refused with its field, and a region nobody knows is not there", async () => {
    for (const [query, field] of [
      ["price=cheap", "price"],
      ["page=0", "page"],
      ["page=51", "page"],
      ["season=maybe", "season"],
      ["region=%3Cb%3E", "region"],
    ]) {
      expect(await ask(`/store/find?${query}`), query).toMatchObject({ status: 400, body: { field } });
    }
    expect((await ask("/store/find?colour=red")).status).toBe(400);
    expect((await ask("/store/pavilions/atlantis")).status).toBe(404);
    expect((await ask(`/store/find?q=${"核桃".repeat(300)}`)).status).toBe(200);
  });

  test("a rebuild that is killed half-way leaves the index serving; the next one takes its place and cleans up", async () => {
    const count = async () => (await ask("/store/find?q=hetao")).body.found.count as number;
    const before = await count();
    expect(before).toBeGreaterThanOrEqual(2);
    expect((await rebuild({ KILL_AT: "search_page_filled" })).signal).toBe("SIGKILL");
    expect(await count()).toBe(before);
    // Another one holds its lock, until this one has said that it waits.
    const hold = `insert into lock_lease (key, owner, renewed_at) values ('search:seed:product', 'another', now() + interval '1 hour')
      on conflict (key) do update set owner = excluded.owner, renewed_at = excluded.renewed_at`;
    await house().db.query(hold);
    let waited = false;
    const freed = (text: string) => {
      if (waited || !text.includes("waiting for its lock")) return;
      waited = true;
      void house().db.query("delete from lock_lease where owner = 'another'");
    };
    expect([(await rebuild({}, freed)).code, waited]).toEqual([0, true]);
    expect(await count()).toBe(before);
    const { rows } = await house().db.query<{ name: string }>(
      `select relname as name from pg_class where relkind = 'r' and relname like 'search_shop_product_%' order by length(relname), relname`,
    );
    // The one that serves and the one before it, which others may still read; the half-filled one is gone.
    expect(rows).toHaveLength(2);
    const filled = await house().db.query<{ rows: string }>(`select count(*) as rows from ${rows.at(-1)?.name}`);
    const sold = await house().db.query<{ rows: string }>(
      `select count(*) as rows from product where status = 'published' and deleted_at is null`,
    );
    expect(filled.rows).toEqual(sold.rows);
    // So many are counted beside them, and nothing is left of the half-filled one there either.
    const { rows: counts } = await house().db.query<{ name: string }>(
      `select relname as name from pg_class where relkind = 'r' and relname like 'search_count_product_%'`,
    );
    expect(counts.map(({ name }) => name.replace("count", "shop")).sort()).toEqual(rows.map(({ name }) => name).sort());
    const counted = await house().db.query<{ rows: string }>(
      `select sum(n)::bigint as rows from ${rows.at(-1)?.name.replace("shop", "count")}`,
    );
    expect(counted.rows).toEqual(filled.rows);
  });
}
