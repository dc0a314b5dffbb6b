import knex from "knex";
import SettlementService from "../../src/modules/settlement/service";

/** A process that confirms a refund of the year, or confirms that it is taken back: where it dies is in its environment. */
async function main(): Promise<void> {
  const [act = "", run_id = "", cooperative_id = ""] = process.argv.slice(2);
  const connection = knex({ client: "pg", connection: process.env.DATABASE_URL ?? "", pool: { min: 0, max: 2 } });
  const { patronage } = new SettlementService({ __pg_connection__: connection });
  const who = { run_id, cooperative_id, person: "member_checker", is_manager: true };
  const done =
    act === "reverse"
      ? await patronage.confirmReversal(who)
      : await patronage.decide({ ...who, decision: "confirmed", words: "" });
  process.stdout.write(done.ok ? done.value.state : done.refusal.reason);
  await connection.destroy();
}

main().catch((error: unknown) => {
  process.stderr.write(String(error));
  process.exitCode = 1;
});
