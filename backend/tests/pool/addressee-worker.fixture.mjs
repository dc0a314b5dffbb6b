import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/**
 * A process that reads a sheet of addressees as a worker does, with the built service; it dies by SIGKILL at the kill point that KILL_AT
 * names. Every name of a pack means one pack.
 */
const require = createRequire(import.meta.url);
const built = fileURLToPath(new URL("../../.medusa/server/src/modules/wholesale/addressees", import.meta.url));
const { AddresseeReading } = require(`${built}/addressee-reading.js`);

const [sheet_id, at_once] = process.argv.slice(2);
const knex = require("knex")({ client: "pg", connection: process.env.DATABASE_URL, pool: { min: 0, max: 2 } });
const names = (_sql, asked) => Promise.resolve(new Map(asked.map((name) => [name, [`variant_${name}`]])));
await new AddresseeReading(knex, Number(at_once)).read(sheet_id, names);
await knex.destroy();
