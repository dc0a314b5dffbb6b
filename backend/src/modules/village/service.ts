import { MedusaService } from "@medusajs/framework/utils";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, parseInput, refuse, type Refusal, type Result } from "@commonlot/domain";
import { z } from "zod";
import { newId } from "../../lib/ids";
import { inTransaction } from "../../lib/sql";
import Village from "./models/village";
import { VillageActivity } from "./acts";
import { Certificates } from "./certificates";
import { VillageNotices } from "./notices";
import { VillagePages } from "./pages";
import * as queries from "./queries";
import { Seasons } from "./seasons";
import { Secretaries } from "./secretaries";
import { ThanksBook } from "./thanks";
import {
  regionInput,
  villageInput,
  type RegionInput,
  type RegionRow,
  type VillageInput,
  type VillageRow,
} from "./types";

/** Villages written by one call at most. */
const MAX_BULK = 1000;

class VillageService extends MedusaService({ Village }) {
  protected readonly sql: Knex;
  readonly secretaries: Secretaries;
  readonly seasons: Seasons;
  readonly certificates: Certificates;
  readonly pages: VillagePages;
  readonly thanks: ThanksBook;
  readonly notices: VillageNotices;
  readonly activity: VillageActivity;

  constructor(container: { __pg_connection__: Knex }) {
    super(...arguments);
    this.sql = container.__pg_connection__;
    this.secretaries = new Secretaries(this.sql);
    this.seasons = new Seasons(this.sql);
    this.certificates = new Certificates(this.sql);
    this.pages = new VillagePages(this.sql);
    this.thanks = new ThanksBook(this.sql);
    this.notices = new VillageNotices(this.sql);
    this.activity = new VillageActivity(this.sql);
  }

  regions(): Promise<RegionRow[]> {
    return queries.regions(this.sql);
  }

  villages(ids?: readonly string[]): Promise<VillageRow[]> {
    return queries.villages(this.sql, ids);
  }

  villageByHandle(handle: string): Promise<VillageRow | undefined> {
    return queries.villageByHandle(this.sql, handle);
  }

  async createRegion(input: RegionInput): Promise<Result<{ id: string }, Refusal>> {
    const parsed = parseInput(regionInput, input);
    if (!parsed.ok) return parsed;
    const region = { id: newId("region"), ...parsed.value };
    const id = await inTransaction(this.sql, (tx) => queries.insertRegion(tx, region));
    return id ? ok({ id }) : refuse("region_exists", "A region with this handle exists already.", "handle");
  }

  /** Adds villages, each with the cooperatives that pool its goods. Those that stand already are left as they are. */
  async addVillages(inputs: readonly VillageInput[]): Promise<Result<{ id: string; handle: string }[], Refusal>> {
    const parsed = parseInput(z.array(villageInput).max(MAX_BULK), inputs);
    if (!parsed.ok) return parsed;
    const fresh = parsed.value.map((village) => ({ id: newId("village"), ...village }));
    return ok(await inTransaction(this.sql, (tx) => queries.insertVillages(tx, fresh)));
  }
}

export default VillageService;
