import { company } from "../../features/company/data.server";
import { fileQuery } from "../../features/proof/data.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/proof-file";

/** One version of a proof of benefit as a file, in the language of the page. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  const who = await company(request, path);
  const { query, type } = fileQuery(request, path);
  const at = `/wholesale/quotes/${encodeURIComponent(params.id)}/proofs/${encodeURIComponent(params.version)}/file`;
  return passOn(await who.file(`${at}?${query}`), type);
}
