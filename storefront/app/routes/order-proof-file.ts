import { fileQuery } from "../features/proof/data.server";
import { readFile } from "../lib/api.server";
import { passOn } from "../lib/pass-on.server";
import { pathParam } from "../lib/path";
import { asBuyer } from "../lib/sessions.server";
import type { Route } from "./+types/order-proof-file";

/** One version of a proof of benefit as a file, for the order's buyer. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const { query, type } = fileQuery(request, pathParam(params));
  const at = `/store/orders/${encodeURIComponent(params.id)}/proofs/${encodeURIComponent(params.version)}/file`;
  const asked = Object.fromEntries(new URLSearchParams(query));
  return passOn(await readFile(at, { headers: await asBuyer(request), query: asked }), type);
}
