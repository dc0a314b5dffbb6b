import { fileQuery } from "../../features/proof/data.server";
import { member } from "../../lib/member.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/proof-file";

/** One version of a proof of benefit as a file, in the language of the page. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  const who = await member(request, "desk", path);
  const { query, type } = fileQuery(request, path);
  const at = `/desk/quotes/${encodeURIComponent(params.id)}/proofs/${encodeURIComponent(params.version)}/file`;
  return passOn(await who.file(`${at}?${query}`), type);
}
