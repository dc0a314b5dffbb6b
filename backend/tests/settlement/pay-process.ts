import type { MedusaContainer } from "@medusajs/framework/types";
import knex from "knex";
import SettlementService from "../../src/modules/settlement/service";
import { payHousehold } from "../../src/workflows/settlement/pay-household";

/** A process that pays one payout, as the job does: its address and where it dies are in its environment. */
async function main(): Promise<void> {
  const [payout_id = "", message_id = ""] = process.argv.slice(2);
  const connection = knex({
    client: "pg",
    connection: process.env.DATABASE_URL ?? "",
    pool: { min: 0, max: 2 },
  });
  const settlement = new SettlementService({ __pg_connection__: connection });
  const container = { resolve: () => settlement } as unknown as MedusaContainer;
  const state = await payHousehold(container, { payout_id, message_id });
  process.stdout.write(state);
  await connection.destroy();
}

main().catch((error: unknown) => {
  process.stderr.write(String(error));
  process.exitCode = 1;
});
