import { z } from "zod";
import { carrierName } from "../../lib/carriers.server";
import { read } from "../../lib/api.server";
import type { Path } from "../../i18n/locale";
import { titlesIn, titlesOf } from "../produce/names.server";
import { PARCEL_STATES } from "../order/states";

const giftSchema = z.object({
  addressee: z.object({
    company: z.string().nullable(),
    message: z.string(),
    parcels: z.array(
      z.object({
        number: z.string(),
        state: z.enum(PARCEL_STATES),
        carrier: z.string(),
        tracking_number: z.string().nullable(),
        delivered_at: z.string().nullable(),
        lines: z.array(z.object({ title: z.string(), packs: z.int() })),
        goods_g: z.int(),
        cooperative: z.object({ zh: z.string(), en: z.string(), phone: z.string() }),
      }),
    ),
  }),
});

/** What somebody may know to whom a company sends something, by the key of their link; 404 for any other. */
export async function giftOf(path: Path, id: string, key: string) {
  if (key === "" || key.length > 60) throw new Response(null, { status: 404 });
  const { addressee } = await read(`/store/addressees/${encodeURIComponent(id)}`, giftSchema, { query: { key } });
  const named = await titlesIn(
    path,
    addressee.parcels.flatMap(({ lines }) => titlesOf(lines)),
  );
  return {
    ...addressee,
    parcels: addressee.parcels.map((one) => ({
      ...one,
      lines: named(one.lines),
      carrier: one.carrier === "" ? null : carrierName(one.carrier),
    })),
  };
}
