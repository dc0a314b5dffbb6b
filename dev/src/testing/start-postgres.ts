import { testDatabase, type TestDatabase } from "./postgres.js";

export interface TestPostgres {
  /** A fresh, empty database; returns its URL. */
  createDatabase: () => Promise<string>;
  /** Removes them all. Fails when the test left connections of its own open. */
  stop: () => Promise<void>;
}

/** For specs that make several databases while they run: those of the stand-ins, which bring their own tables. */
export async function startPostgres(): Promise<TestPostgres> {
  const made: TestDatabase[] = [];
  return {
    createDatabase: async () => {
      const database = await testDatabase({ template: false });
      made.push(database);
      return database.url;
    },
    stop: async () => {
      for (const database of made.splice(0)) await database.drop();
    },
  };
}
