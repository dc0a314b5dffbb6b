import knex from "knex";
import type { Refusal, Result } from "@commonlot/domain";
import SettlementService from "../../src/modules/settlement/service";

/** A process in which somebody at the desk does one act on a cash batch, as its route does: it dies where its environment says. */
async function main(): Promise<void> {
  const [act = "", batch_id = "", cooperative_id = "", person = "", photo_id = "", payouts = ""] =
    process.argv.slice(2);
  const connection = knex({ client: "pg", connection: process.env.DATABASE_URL ?? "", pool: { min: 0, max: 2 } });
  const { cash } = new SettlementService({ __pg_connection__: connection });
  const of = { batch_id, cooperative_id, person, payout_ids: payouts.split(",") };
  const acts: Record<string, () => Promise<Result<unknown, Refusal>>> = {
    photo: () =>
      cash.keepPhoto({ ...of, file: "cash-photos/x.jpg", source_sha256: "same sheet", width: 1, height: 1, bytes: 1 }),
    hand: () => cash.handOut({ ...of, photo_id }),
    confirm: () => cash.confirm(of),
    carry: () => cash.carryOver({ ...of, reason: "not_collected", words: "" }),
  };
  const done = await acts[act]?.();
  process.stdout.write(JSON.stringify(done?.ok ? done.value : (done?.refusal.reason ?? "no such act")));
  await connection.destroy();
}

main().catch((error: unknown) => {
  process.stderr.write(String(error));
  process.exitCode = 1;
});
