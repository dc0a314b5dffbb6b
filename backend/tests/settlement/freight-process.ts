import knex from "knex";
import SettlementService from "../../src/modules/settlement/service";

/** A process that settles the freight of an order, as its job does: it dies where its environment says. */
async function main(): Promise<void> {
  const [order_id = "", cooperative_id = "", freight_minor = "0"] = process.argv.slice(2);
  const connection = knex({ client: "pg", connection: process.env.DATABASE_URL ?? "", pool: { min: 0, max: 2 } });
  const { freightGaps } = new SettlementService({ __pg_connection__: connection });
  const plan = { cooperative_id, freight_minor: BigInt(freight_minor), parcels: 2, left: true, plan_version: 1 };
  const settled = await freightGaps.settle({ order_id, last: false, planned: () => Promise.resolve([plan]) });
  process.stdout.write(settled.ok ? String(settled.value) : settled.refusal.reason);
  await connection.destroy();
}

main().catch((error: unknown) => {
  process.stderr.write(String(error));
  process.exitCode = 1;
});
