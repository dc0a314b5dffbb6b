import { company } from "../../features/company/data.server";
import { passOnPaper } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/paper";

/** A paper of one's own company. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const who = await company(request, pathParam(params));
  return passOnPaper(await who.file(`/wholesale/company/documents/${encodeURIComponent(params.id)}`));
}
