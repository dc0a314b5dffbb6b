import { member } from "../../lib/member.server";
import { passOnPaper } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/company-paper";

/** A paper of a company, for who lets it in. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const desk = await member(request, "desk", pathParam(params));
  const [company, paper] = [params.id, params.paper].map(encodeURIComponent);
  return passOnPaper(await desk.file(`/desk/companies/${company}/documents/${paper}`));
}
