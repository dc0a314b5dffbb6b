import { redirect } from "react-router";
import { REFUSED } from "../../lib/api.server";
import { member } from "../../lib/member.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/bank-file";

/** A batch's bank file, or the same payments as the bank's own sheet, byte for byte as the backend made it; the batch's page says why there is none. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const asked = new URL(request.url).searchParams;
  const csv = asked.get("format") === "csv";
  // Who takes account numbers along says what for; it is kept beside their name.
  const why = (asked.get("why") ?? "").trim().slice(0, 200);
  const query = new URLSearchParams({ format: csv ? "csv" : "xml", why });
  const file = `/desk/payout-batches/${encodeURIComponent(params.id)}/bank-file?${query.toString()}`;
  const answer = await desk.file(file).catch((refused: unknown) => {
    if (!(refused instanceof Response) || refused.status !== 400) throw refused;
    const code = encodeURIComponent(refused.headers.get(REFUSED) ?? "");
    throw redirect(`/${path}/desk/batches/${encodeURIComponent(params.id)}?refused=${code}`);
  });
  return passOn(answer, csv ? "text/csv" : "application/xml");
}
