import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, startHouse, type House } from "../../../dev/src/testing/house";
import { Desk, picked } from "./desk-client";

let house: House;
let desk: Desk;
let pool_id: string;

beforeAll(async () => {
  house = await startHouse({ workers: 1 });
  desk = await Desk.signIn(house, "weigher@wudu.example");
  pool_id = await desk.poolOf("maya", "walnut");
});
afterAll(() => house?.stop());

interface NoticeRow {
  id: string;
  state: string;
  sent_at: Date | null;
}

async function weighIn(card_number: string): Promise<string> {
  const body = {
    card_number,
    pool_id,
    gross_g: 20_000,
    tare_g: 500,
    harvested_on: picked(),
    idempotency_key: randomUUID(),
  };
  return (await desk.post("/desk/lots", body)).body.receipt.lot_id;
}

async function noticeOf(lot_id: string): Promise<NoticeRow | undefined> {
  const { rows } = await house.db.query<NoticeRow>(`select id, state, sent_at from notice where subject_id = $1`, [
    lot_id,
  ]);
  return rows[0];
}

const sent = (lot_id: string) =>
  eventually(async () => ((await noticeOf(lot_id))?.state === "sent" ? noticeOf(lot_id) : undefined), {
    message: "the SMS was not sent",
  });

describe("a receipt", () => {
  it("is sent while the household walks home, and not again when its message comes twice", async () => {
    const lot_id = await weighIn("WD0005");
    const first = await sent(lot_id);
    // The queue may lose its memory and the relay hand the same message over again.
    await house.db.query(
      `update outbox_message set done_at = null, enqueued_at = null where job = 'notify' and payload->>'notice_id' = $1`,
      [first.id],
    );
    await eventually(async () => {
      const open = await house.db.query(
        `select 1 from outbox_message where job = 'notify' and payload->>'notice_id' = $1 and done_at is null`,
        [first.id],
      );
      return open.rowCount === 0;
    });
    expect(await noticeOf(lot_id)).toEqual(first);
  });

  it("waits for a worker that was killed, and is sent when one comes back", async () => {
    await house.kill("worker");
    const lot_id = await weighIn("WD0006");
    expect(await noticeOf(lot_id)).toBeUndefined();
    await house.restart("worker");
    await sent(lot_id);
  });
});
