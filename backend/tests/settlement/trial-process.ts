import knex from "knex";
import SettlementService from "../../src/modules/settlement/service";
import { runTrial } from "../../src/workflows/settlement/run-trial";

/** A worker that works out one trial, as its job does: it dies where its environment says. */
async function main(): Promise<void> {
  const [trial_id = "", message_id = ""] = process.argv.slice(2);
  const connection = knex({ client: "pg", connection: process.env.DATABASE_URL ?? "", pool: { min: 0, max: 3 } });
  const settlement = new SettlementService({ __pg_connection__: connection });
  const trial = await settlement.trials.trial(trial_id);
  if (trial?.state === "asked") await runTrial(settlement, trial, message_id);
  await connection.destroy();
}

main().catch((error: unknown) => {
  process.stderr.write(String(error));
  process.exitCode = 1;
});
