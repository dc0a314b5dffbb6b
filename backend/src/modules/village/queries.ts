import { row, rows, type Sql, type Transaction } from "../../lib/sql";
import { appendAll } from "../outbox/append";
import type { RegionRow, VillageRow } from "./types";
import { indexMessages } from "../../lib/index-messages";

const REGION = `id, handle, name_zh, name_en, intro_zh, intro_en`;
const PLACE = `id, handle, region_id, code, name_zh, name_en, town_zh, town_en, county_code, county_zh, county_en,
  province_code, province_zh, province_en, story_zh, story_en, people_zh, people_en, season_zh, season_en, lng, lat, colour, illustration`;
const VILLAGE = `${PLACE}, array(select c.cooperative_id from village_cooperative c where c.village_id = v.id order by 1) as cooperative_ids`;

export function regions(sql: Sql): Promise<RegionRow[]> {
  return rows(sql, `select ${REGION} from village_region where deleted_at is null order by handle`);
}

export function villages(sql: Sql, ids?: readonly string[]): Promise<VillageRow[]> {
  const only = ids === undefined ? "" : "and v.id = any(?)";
  return rows(
    sql,
    `select ${VILLAGE} from village v where v.deleted_at is null ${only} order by v.handle`,
    ids ? [ids] : [],
  );
}

export function villageByHandle(sql: Sql, handle: string): Promise<VillageRow | undefined> {
  return row(sql, `select ${VILLAGE} from village v where v.handle = ? and v.deleted_at is null`, [handle]);
}

export async function insertRegion(tx: Transaction, input: RegionRow): Promise<string | undefined> {
  const written = await row<{ id: string }>(
    tx,
    `insert into village_region (${REGION}) select ${REGION} from jsonb_populate_record(null::village_region, ?::jsonb)
     on conflict do nothing returning id`,
    [JSON.stringify(input)],
  );
  return written?.id;
}

/** The villages and their cooperatives, in two statements. Leaves out those whose handle or code is taken. */
export async function insertVillages(
  tx: Transaction,
  input: readonly VillageRow[],
): Promise<{ id: string; handle: string }[]> {
  const json = JSON.stringify(input);
  const written = await rows<{ id: string; handle: string }>(
    tx,
    `insert into village (${PLACE}) select ${PLACE} from jsonb_populate_recordset(null::village, ?::jsonb)
     on conflict do nothing returning id, handle`,
    [json],
  );
  await tx.raw(
    `insert into village_cooperative (village_id, cooperative_id)
     select v.id, c.cooperative_id
     from jsonb_to_recordset(?::jsonb) as v(id text, cooperative_ids jsonb)
     cross join lateral jsonb_array_elements_text(v.cooperative_ids) as c(cooperative_id)
     where v.id = any(?)`,
    [json, written.map((village) => village.id)],
  );
  // Buyers find a village from the moment it stands.
  await appendAll(
    tx,
    indexMessages(
      "village",
      written.map((village) => village.id),
    ),
  );
  return written;
}
