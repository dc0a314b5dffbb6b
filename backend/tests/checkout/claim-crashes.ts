import { randomUUID } from "node:crypto";
import { afterAll, expect, it } from "vitest";
import { invariantsOf } from "./operator.js";
import type { ShortCrashKit } from "./short-crashes.js";
import { askAs, carrierWaits, deskToken, eventually, timePasses } from "./support.js";

/** Real processes are killed with SIGKILL where a claim is opened, decided and paid; its jobs finish it, and its effects are once. */
export function claimCrashes({ house, buy, diesAt }: ShortCrashKit): void {
  afterAll(() => carrierWaits(house(), 0));
  const desk = async (role: string, to: string, body: object) =>
    askAs<{ claim?: { id: string } }>(house(), to, await deskToken(house(), role, "wudu"), body);
  const one = async <T extends object>(sql: string, values: unknown[]): Promise<T> =>
    (await house().db.query<T & Record<string, unknown>>(sql, values)).rows[0] as T;
  const until = (sql: string, values: unknown[], message: string) =>
    eventually(async () => (await one<{ ready: boolean }>(`select (${sql}) as ready`, values)).ready, {
      message,
      timeout_ms: 60_000,
    });

  it("a claim: killed where it is opened, decided, and its carrier's answer is booked, it is one claim, one refund, one answer", async () => {
    const { order_id } = await buy();
    await until(
      `select coalesce(bool_and(state = 'labelled'), false) and exists (select from sale where order_id = $1) from parcel where order_id = $1 and state <> 'void'`,
      [order_id],
      "the order got no labels",
    );
    // A parcel that is claimed as lost must not arrive meanwhile, however slow the machine is.
    await carrierWaits(house(), 600_000);
    expect((await desk("packer", "/desk/handovers", { order_id })).status).toBe(201);
    const { id: parcel_id } = await one<{ id: string }>(
      `select id from parcel where order_id = $1 and state <> 'void' limit 1`,
      [order_id],
    );
    const entry = {
      parcel_id,
      kind: "lost",
      words: "the lorry burnt out",
      wish: "refund",
      idempotency_key: randomUUID(),
    };
    await diesAt("backend", "claim_opened", async () => {
      await desk("packer", "/desk/claims", entry).catch(() => undefined);
    });
    const again = await desk("packer", "/desk/claims", entry);
    expect(again.status).toBe(201);
    const claim_id = again.body.claim?.id ?? "";
    expect(await one(`select count(*)::int as n from parcel_claim where parcel_id = $1`, [parcel_id])).toEqual({
      n: 1,
    });

    const decision = { remedy: "refund", cause: "carrier", words: "" };
    await diesAt("worker", "claim_borne", async () => {
      await diesAt("backend", "claim_short_entered", async () => {
        await desk("manager", `/desk/claims/${claim_id}/decision`, decision).catch(() => undefined);
      });
      await timePasses(house(), 60);
    });
    await timePasses(house(), 60);
    await until(`select state = 'done' from parcel_claim where id = $1`, [claim_id], "the claim was not carried out");
    expect(
      await one(`select count(*)::int as n from refund_intent where order_id = $1 and state <> 'cancelled'`, [
        order_id,
      ]),
    ).toEqual({ n: 1 });
    expect(await one(`select count(*)::int as n from claim_bearing where claim_id = $1`, [claim_id])).toEqual({ n: 1 });

    // Request and job may both take it up: whoever is first dies, and so does who comes after.
    await diesAt("worker", "claim_answer_booked", async () => {
      await diesAt("backend", "claim_answer_booked", async () => {
        await desk("manager", `/desk/claims/${claim_id}/answer`, { answer: "paid", paid_minor: 300 }).catch(
          () => undefined,
        );
      });
      await timePasses(house(), 60);
    });
    await timePasses(house(), 60);
    await until(`select state = 'closed' from parcel_claim where id = $1`, [claim_id], "the answer did not close it");
    expect(
      await one(`select count(*)::int as n from journal where kind = 'claim_answer' and source_id like $1 || ':%'`, [
        claim_id,
      ]),
    ).toEqual({ n: 1 });
    await eventually(async () => (await invariantsOf(house())).length === 0, {
      message: "an invariant does not hold",
      timeout_ms: 30_000,
    });
    // Five processes are killed and started anew, each after what the one before left has run out.
  });
}
