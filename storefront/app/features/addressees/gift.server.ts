import { z } from "zod";
import { carrierName } from "../../lib/carriers.server";
import { read } from "../../lib/api.server";
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
      }),
    ),
  }),
});

/** What somebody may know to whom a company sends something, by the key of their link; 404 for any other. */
export async function giftOf(id: string, key: string) {
  if (key === "" || key.length > 60) throw new Response(null, { status: 404 });
  const { addressee } = await read(`/store/addressees/${encodeURIComponent(id)}`, giftSchema, { query: { key } });
  return {
    ...addressee,
    parcels: addressee.parcels.map((one) => ({
      ...one,
      carrier: one.carrier === "" ? null : carrierName(one.carrier),
    })),
  };
}
