import knex from "knex";
import SettlementService from "../../src/modules/settlement/service";

/** A process that takes one statement in, as its route does: it dies where its environment says. */
async function main(): Promise<void> {
  const [cooperative_id = "", base64 = ""] = process.argv.slice(2);
  const connection = knex({ client: "pg", connection: process.env.DATABASE_URL ?? "", pool: { min: 0, max: 2 } });
  const { transfers } = new SettlementService({ __pg_connection__: connection });
  const bytes = Buffer.from(base64, "base64");
  const taken = await transfers.take({ cooperative_id, person: "member_accountant", name: "killed.csv", bytes });
  process.stdout.write(taken.ok ? String(taken.value.booked) : taken.refusal.reason);
  await connection.destroy();
}

main().catch((error: unknown) => {
  process.stderr.write(String(error));
  process.exitCode = 1;
});
