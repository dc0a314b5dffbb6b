import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { House } from "../../../../dev/src/testing/house";

export interface ShedIds {
  wave: string;
  handover: string;
  paper: string;
  shed_order: string;
  shed_parcel: string;
  shed_number: string;
}

/** A parcel in a wave, a handover that was signed, and a paper that was printed, of one cooperative. */
export async function insertShed(house: House, of: { mark: string; cooperative: string }): Promise<ShedIds> {
  const ids: ShedIds = {
    wave: `wave_${of.mark}`,
    handover: `handover_${of.mark}`,
    paper: `paper_${of.mark}`,
    shed_order: `order_${of.mark}_shed`,
    shed_parcel: `parcel_${of.mark}_shed`,
    shed_number: `CL${of.mark.toUpperCase()}SHED`,
  };
  const put = (sql: string, ...values: unknown[]) => house.db.query(sql, values);
  await put(
    `insert into wave (id, cooperative_id, cut_off_at, made_by, idempotency_key) values ($1, $2, now() + interval '1 day', 'm', $1)`,
    ids.wave,
    of.cooperative,
  );
  await put(
    `insert into parcel_plan (order_id, version, currency, parcels, freight_minor) values ($1, 1, 'CNY', 1, 0)`,
    ids.shed_order,
  );
  await put(
    `insert into parcel (id, number, order_id, plan_version, cooperative_id, destination_id, name, phone, province_code, address, zone,
       carton, carton_id, goods_g, gross_g, freight_minor, carton_minor, currency, carrier, service, state, wave_id)
     select $1, $2, $3, 1, $4, 'dest', $5, '13800000000', '440000', $5, 'z', code, id, 1000, 1200, 0, 0, 'CNY', 'carrier', 'service', 'labelled', $6
     from carton limit 1`,
    ids.shed_parcel,
    ids.shed_number,
    ids.shed_order,
    of.cooperative,
    `canary-addressee-${of.mark}`,
    ids.wave,
  );
  await put(
    `insert into handover (id, cooperative_id, person, parcels, gross_g, driver) values ($1, $2, 'm', 1, 1200, $3)`,
    ids.handover,
    of.cooperative,
    `canary-driver-${of.mark}`,
  );
  const file = path.join("papers", `${of.mark}.pdf`);
  await mkdir(path.join(house.env.FILES_DIR ?? "", "papers"), { recursive: true });
  await writeFile(path.join(house.env.FILES_DIR ?? "", file), `%PDF canary-addressee-${of.mark}`);
  await put(
    `insert into paper (id, cooperative_id, kind, wave_id, state, pages, file, sha256, asked_by) values ($1, $2, 'slips', $3, 'printed', 1, $4, 'none', 'm')`,
    ids.paper,
    of.cooperative,
    ids.wave,
    file,
  );
  return ids;
}
