import { member } from "../../lib/member.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/bank-file";

/** A batch's bank file, or the same payments as the bank's own sheet, byte for byte as the backend made it. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const desk = await member(request, "desk", pathParam(params));
  const asked = new URL(request.url).searchParams;
  const csv = asked.get("format") === "csv";
  // Who takes account numbers along says what for; it is kept beside their name.
  const why = (asked.get("why") ?? "").trim().slice(0, 200);
  const query = new URLSearchParams({ format: csv ? "csv" : "xml", why });
  const file = `/desk/payout-batches/${encodeURIComponent(params.id)}/bank-file?${query.toString()}`;
  return passOn(await desk.file(file), csv ? "text/csv" : "application/xml");
}
