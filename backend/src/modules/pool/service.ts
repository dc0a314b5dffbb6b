import { MedusaService } from "@medusajs/framework/utils";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import Pool from "./models/pool";

class PoolService extends MedusaService({ Pool }) {
  protected readonly sql: Knex;

  constructor(container: { __pg_connection__: Knex }) {
    super(...arguments);
    this.sql = container.__pg_connection__;
  }
}

export default PoolService;
