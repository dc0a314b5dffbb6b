import knex, { type Knex } from "knex";
import { testDatabase, type TestDatabase } from "../../../dev/src/testing/postgres";
import CooperativeService from "../../src/modules/cooperative/service";
import SignInService from "../../src/modules/sign_in/service";

export { value, reasonOf, id } from "../result";

/** The real services on a migrated database of its own. */
export interface PeopleHouse {
  cooperatives: CooperativeService;
  signIn: SignInService;
  db: TestDatabase["pool"];
  knex: Knex;
  url: string;
  close(): Promise<void>;
}

export async function peopleHouse(): Promise<PeopleHouse> {
  const database = await testDatabase();
  const connection = knex({ client: "pg", connection: database.url, pool: { min: 0, max: 20 } });
  return {
    cooperatives: new CooperativeService({ __pg_connection__: connection }),
    signIn: new SignInService({ __pg_connection__: connection }),
    db: database.pool,
    knex: connection,
    url: database.url,
    async close() {
      await connection.destroy();
      await database.drop();
    },
  };
}
