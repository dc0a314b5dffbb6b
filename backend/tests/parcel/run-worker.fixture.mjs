import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/**
 * A process that works off an order's messages as a worker does, with the built service: claimed, written, then marked done. It dies by
 * SIGKILL at the kill point that KILL_AT names. The order comes on standard input: `{ input, sizes }`; with `replan`, a part of it is planned
 * anew first, as a short's job does.
 */
const require = createRequire(import.meta.url);
const built = fileURLToPath(new URL("../../.medusa/server/src/modules/parcel", import.meta.url));
const { Plans } = require(`${built}/plans.js`);
const { ThreadPlanner } = require(`${built}/planner.js`);
const { Replans } = require(`${built}/replans.js`);

let given = "";
for await (const part of process.stdin) given += part;
const { input, sizes, replan } = JSON.parse(given);
const knex = require("knex")({ client: "pg", connection: process.env.DATABASE_URL, pool: { min: 0, max: 2 } });
const plans = new Plans(knex, new ThreadPlanner(), sizes);

/** Any message of this order that is open: two workers may well take the same one. */
async function next() {
  const { rows } = await knex.raw(
    `select m.id, m.job, m.payload from outbox_message m
     where m.done_at is null and m.dead_at is null and (m.job = 'write-parcels' or (m.job = 'plan-parcels' and m.payload->>'order_id' = ?))
     order by random() limit 1`,
    [input.order_id],
  );
  return rows[0];
}

async function promised() {
  const { rows } = await knex.raw(
    `select id, order_line_id, lot_id, pool_id, household_id, units::float8 as units from allocation where order_id = ? and state <> 'released'`,
    [input.order_id],
  );
  return rows;
}

if (replan) await new Replans(knex, plans).plan(replan);
for (let message = await next(); message; message = await next()) {
  if (message.job === "write-parcels") {
    await plans.writeChunk({ message_id: message.id, chunk_id: message.payload.chunk_id });
  } else if (await plans.open(input.order_id)) {
    await plans.finish(input.order_id, await promised());
  } else {
    await plans.planOrder({ ...input, message_id: message.id });
  }
  await knex.raw("update outbox_message set done_at = now() where id = ? and done_at is null", [message.id]);
}
await knex.destroy();
