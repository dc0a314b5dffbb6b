import { randomUUID } from "node:crypto";
import type { PlanOrderInput } from "../../src/modules/parcel/plan";
import type { ParcelView } from "../../src/modules/parcel/types";
import { givenOrder, labelled, type ParcelHouse } from "./house";
import { value } from "../result";

export { value, reasonOf } from "../result";

// What the specs of the packing shed share: orders that are ready to pack, and a packer's hands.

export const COOP = { cooperative_id: "coop_x", person: "member_packer" };
export const key = () => randomUUID();
export const NOW = new Date();
export const later = (ms: number) => new Date(NOW.getTime() + ms);
export const HOUR = 3_600_000;

export function shedOf(house: () => ParcelHouse) {
  /** Orders with two lines of different goods each, labelled, and their parcels. */
  async function orders(count: number, addressees = 1): Promise<{ input: PlanOrderInput; parcels: ParcelView[] }[]> {
    return Promise.all(
      Array.from({ length: count }, async () => {
        const tag = randomUUID().slice(0, 8);
        const line = (name: string, pack_g: number, packs: number) => ({
          order_line_id: `line_${tag}_${name}`,
          cooperative_id: "coop_x",
          pool_id: `pool_${tag}_${name}`,
          pack_g,
          pack_units: pack_g,
          blendable: true,
          lots: [
            { lot_id: `lot_${tag}_${name}_1`, units: 700 },
            { lot_id: `lot_${tag}_${name}_2`, units: addressees * packs * pack_g - 700 },
          ],
        });
        const lines = [line("a", 500, 3), line("b", 1_000, 1)];
        const input = await givenOrder(house(), {
          lines,
          packs: Array.from({ length: addressees }, () => ({
            [lines[0]!.order_line_id]: 3,
            [lines[1]!.order_line_id]: 1,
          })),
        });
        await labelled(house(), input);
        return { input, parcels: await house().parcels.parcelsOfOrder(input.order_id) };
      }),
    );
  }

  async function waveOf(order_ids: string[], cut_off_at = later(HOUR)): Promise<string> {
    const made = await house().parcels.waves.make({ ...COOP, order_ids, cut_off_at, now: NOW, idempotency_key: key() });
    return value(made).wave_id;
  }

  /** Ticks all that is in a parcel, by hand. */
  async function tickAll(parcel: ParcelView): Promise<void> {
    for (const order_line_id of new Set(parcel.contents.map((content) => content.order_line_id))) {
      value(await house().parcels.packing.tick({ ...COOP, parcel_id: parcel.id, by: { order_line_id } }));
    }
  }

  const pack = (parcel: ParcelView, more: { weighed_g?: number; reason?: string; recalled_lots?: string[] } = {}) =>
    house().parcels.packing.pack({
      ...COOP,
      parcel_id: parcel.id,
      weighed_g: parcel.gross_g,
      recalled_lots: [],
      ...more,
    });

  const scan = (parcel: ParcelView, lot_id: string) =>
    house().parcels.packing.tick({
      ...COOP,
      parcel_id: parcel.id,
      by: { scanned: { what: "lot", lot_id, number: lot_id, recalled: false }, code: lot_id },
    });

  return { orders, waveOf, tickAll, pack, scan };
}
