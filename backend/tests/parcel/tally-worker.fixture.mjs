import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/**
 * A process that packs the labelled parcels of an order, folds what is kept of them with the built service, in one transaction, and dies by
 * SIGKILL before its end. The order's id is its argument.
 */
const require = createRequire(import.meta.url);
const { Tallies } = require(
  fileURLToPath(new URL("../../.medusa/server/src/modules/parcel/tallies.js", import.meta.url)),
);
const knex = require("knex")({ client: "pg", connection: process.env.DATABASE_URL, pool: { min: 0, max: 1 } });

const tx = await knex.transaction();
await tx.raw("update parcel set state = 'packed' where order_id = ? and state = 'labelled'", [process.argv[2]]);
if ((await new Tallies(tx).fold()) === 0) throw new Error("there was nothing to fold");
process.kill(process.pid, "SIGKILL");
