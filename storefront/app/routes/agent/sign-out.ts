import { redirect } from "react-router";
import { pathParam } from "../../lib/path";
import { signOut } from "../../lib/sessions.server";
import type { Route } from "./+types/sign-out";

export const loader = ({ params }: Route.LoaderArgs) => redirect(`/${pathParam(params)}/agent`);

export const action = ({ request, params }: Route.ActionArgs) =>
  signOut("agent", request, `/${pathParam(params)}/agent/sign-in`);
