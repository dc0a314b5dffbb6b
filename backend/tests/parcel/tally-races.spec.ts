import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bulkOrder, labelled, parcelHouse, type ParcelHouse } from "./house";
import { tallyOf } from "./tally-kit";

const WORKER = fileURLToPath(new URL("./tally-worker.fixture.mjs", import.meta.url));

let house: ParcelHouse;
beforeAll(async () => {
  house = await parcelHouse();
});
afterAll(() => house?.close());

const { db, fold, progress, kept, same, broken, setState, idsOf } = tallyOf(() => house);

describe("two at once", () => {
  it("who writes parcels of one order waits for nobody else who does, and is seen only once it has ended", async () => {
    const input = await bulkOrder(house, 6);
    await labelled(house, input);
    const { order_id } = input;
    const ids = await idsOf(order_id);
    const [one, other] = [await db().connect(), await db().connect()];
    try {
      for (const client of [one, other]) {
        await client.query("begin");
        await client.query("set local lock_timeout = '2s'");
      }
      await one.query("update parcel set state = 'packed' where id = any($1)", [ids.slice(0, 2)]);
      await other.query("update parcel set state = 'packed' where id = any($1)", [ids.slice(2, 3)]);
      await one.query("update parcel set state = 'void' where id = any($1)", [ids.slice(5)]);
      // A fold beside them takes what is committed and waits for nobody.
      await fold();
      expect(await progress(order_id)).toEqual({ labelled: 6 });
      await other.query("commit");
      expect(await same(order_id)).toEqual({ labelled: 5, packed: 1 });
      await one.query("rollback");
      expect(await same(order_id)).toEqual({ labelled: 5, packed: 1 });
    } finally {
      one.release();
      other.release();
    }
  });

  it("writers, folds and readers beside each other: every reader sees all parcels of the order, once each", async () => {
    const count = 60;
    const input = await bulkOrder(house, count);
    await labelled(house, input);
    const { order_id } = input;
    const ids = await idsOf(order_id);
    let writing = true;
    const pack = async () => {
      await Promise.all(
        [0, 1, 2].map(async (mine) => {
          for (let at = mine; at < count; at += 3) await setState(ids.slice(at, at + 1), "packed");
        }),
      );
      writing = false;
    };
    const keepFolding = async () => {
      while (writing) await fold();
    };
    const totals = new Set<number>();
    const read = async () => {
      while (writing) {
        const states = Object.values(await progress(order_id));
        totals.add(states.reduce((sum, parcels) => sum + parcels, 0));
      }
    };
    await Promise.all([pack(), keepFolding(), keepFolding(), read()]);
    expect([...totals]).toEqual([count]);
    expect(await same(order_id)).toEqual({ packed: count });
    expect(await kept(order_id)).toBe(1);
    expect(await fold()).toBe(0);
  });
});

describe("a fold that is cut off", () => {
  it("has changed nothing: neither what it folded nor what was written in its transaction", async () => {
    const input = await bulkOrder(house, 5);
    await labelled(house, input);
    const { order_id } = input;
    const rows = await kept(order_id);
    expect(rows).toBeGreaterThan(1);
    const { KILL_AT: _, ...env } = process.env;
    const child = spawn(process.execPath, [WORKER, order_id], {
      env: { ...env, DATABASE_URL: house.database.url },
      stdio: ["ignore", "inherit", "inherit"],
    });
    const end = await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) => resolve(signal ?? code));
    });
    expect(end).toBe("SIGKILL");
    expect(await progress(order_id)).toEqual({ labelled: 5 });
    expect(await broken()).toBe(0);
    // Its rows are free again as soon as the server has noticed.
    await expect
      .poll(
        async () => {
          await fold();
          return kept(order_id);
        },
        { timeout: 10_000 },
      )
      .toBe(1);
    expect(await same(order_id)).toEqual({ labelled: 5 });
  });
});
