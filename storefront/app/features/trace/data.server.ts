import { z } from "zod";
import { namesFor, titlesOf } from "../produce/names.server";
import { thanksSchema, type ShownThanks } from "../thanks/data.server";
import { read } from "../../lib/api.server";
import { parcelSchema, parcelView, type Parcel } from "../order/parcels.server";

const NUMBER = /^[A-Za-z0-9-]{4,40}$/;

/** What the code on a parcel tells anybody: goods, lots, villages, dates. No buyer, and names only by consent. */
export async function traceOf(number: string): Promise<{ parcel: Parcel; thanks: ShownThanks | null }> {
  if (!NUMBER.test(number)) throw new Response(null, { status: 404 });
  const { trace } = await read(
    `/store/trace/${number}`,
    z.object({ trace: parcelSchema.extend({ thanks: thanksSchema.nullable() }) }),
  );
  return { parcel: parcelView(trace, await namesFor(titlesOf(trace.contents))), thanks: trace.thanks };
}
