import { member } from "../../lib/member.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/bank-file";

/** A batch's bank file, or the same payments as the bank's own sheet, byte for byte as the backend made it. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const desk = await member(request, "desk", pathParam(params));
  const csv = new URL(request.url).searchParams.get("format") === "csv";
  const file = `/desk/payout-batches/${encodeURIComponent(params.id)}/bank-file${csv ? "?format=csv" : ""}`;
  return passOn(await desk.file(file), csv ? "text/csv" : "application/xml");
}
