import { redirect } from "react-router";
import { forgotten } from "../../features/quick/draft.server";
import { pathParam } from "../../lib/path";
import { signOut } from "../../lib/sessions.server";
import type { Route } from "./+types/sign-out";

export const loader = ({ params }: Route.LoaderArgs) => redirect(`/${pathParam(params)}/wholesale`);

/** What was typed beside a list and not asked yet leaves the browser too: others may sit at it. */
export async function action({ request, params }: Route.ActionArgs) {
  const answer = await signOut("company", request, `/${pathParam(params)}/wholesale/sign-in`);
  for (const cookie of (await forgotten()).getSetCookie()) answer.headers.append("Set-Cookie", cookie);
  return answer;
}
