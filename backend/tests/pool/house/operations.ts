import { beforeAll, expect, test } from "vitest";
import type { House } from "../../../../dev/src/testing/house";
import { Desk } from "../../people/desk-client";

/** What stopped is taken up again by an operator, once, and it is known who. No worker runs: what waits stays as it is. */
export function operations(house: () => House): void {
  let operator: Desk;
  let others: Desk[];
  beforeAll(async () => {
    operator = await Desk.signIn(house(), "operator@commonlot.example");
    const manager = await Desk.signIn(house(), "manager@wudu.example");
    others = [manager, new Desk(house().backendUrl)];
  });
  const one = async <T extends object>(sql: string, values: unknown[]): Promise<T> =>
    (await house().db.query<T>(sql, values)).rows[0]!;
  const actsOf = async (id: string) => {
    const { body } = await operator.get("/admin/commonlot/operator-acts");
    return (body.rows as { subject_id: string }[]).filter((row) => row.subject_id === id);
  };

  test("a message that stopped is taken up by an operator alone, once however often it is pressed, and it is said who", async () => {
    const id = "out_operations_dead";
    await house().db.query(
      `insert into outbox_message (id, job, payload, dedup_key, due_at, attempts, last_error, dead_at)
       values ($1, 'pay', '{"payout_id":"payout_operations"}', $1, now(), 9, 'no answer', now())`,
      [id],
    );
    const state = () =>
      one<{ dead: boolean; attempts: number }>(
        "select dead_at is not null as dead, attempts from outbox_message where id = $1",
        [id],
      );
    const retry = (desk: Desk) => desk.post(`/admin/commonlot/dead-letters/${id}/retry`, {});
    for (const other of others) expect((await retry(other)).status).toBe(401);
    expect(await state()).toEqual({ dead: true, attempts: 9 });
    expect(await actsOf(id)).toEqual([]);
    const listed = await operator.get("/admin/commonlot/queues");
    expect(listed.body.rows).toContainEqual(expect.objectContaining({ id, job: "pay", last_error: "no answer" }));
    const pressed = await Promise.all([retry(operator), retry(operator), retry(operator)]);
    expect(pressed.map((reply) => reply.status).sort()).toEqual([200, 404, 404]);
    expect(await state()).toEqual({ dead: false, attempts: 0 });
    expect(await actsOf(id)).toMatchObject([
      { act: "retry_message", about: "pay", mine: true, person: expect.stringMatching(/\S/) },
    ]);
    await house().db.query("delete from outbox_message where id = $1", [id]);
  });

  test("an event is handled again by one message, however often it is pressed, and by no one else", async () => {
    const id = "evt_operations";
    await house().db.query(
      `insert into webhook_inbox (source, event_id, type, payload, processed_at) values ('stripe', $1, 'charge.refunded', '{}', now())`,
      [id],
    );
    const messages = async () =>
      (
        await house().db.query("select id from outbox_message where job = 'stripe-event' and dedup_key like $1", [
          `${id}%`,
        ])
      ).rowCount;
    const replay = (desk: Desk) => desk.post(`/admin/commonlot/webhooks/${id}/replay`, {});
    for (const other of others) expect((await replay(other)).status).toBe(401);
    expect(await messages()).toBe(0);
    const pressed = await Promise.all([replay(operator), replay(operator)]);
    expect(pressed.map((reply) => reply.status)).toEqual([200, 200]);
    expect(await messages()).toBe(1);
    // Done, it may be asked for once more: a second message, a second line of who.
    await house().db.query("update outbox_message set done_at = now() where dedup_key like $1", [`${id}%`]);
    expect((await replay(operator)).status).toBe(200);
    expect(await messages()).toBe(2);
    expect(await actsOf(id)).toMatchObject([{ about: "charge.refunded" }, { act: "replay_event", mine: true }]);
    await expect(house().db.query("delete from operator_act")).rejects.toThrow(/append-only/);
    await house().db.query("delete from outbox_message where dedup_key like $1", [`${id}%`]);
  });
}
