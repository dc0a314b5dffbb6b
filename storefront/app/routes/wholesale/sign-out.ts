import { redirect } from "react-router";
import { pathParam } from "../../lib/path";
import { signOut } from "../../lib/sessions.server";
import type { Route } from "./+types/sign-out";

export const loader = ({ params }: Route.LoaderArgs) => redirect(`/${pathParam(params)}/wholesale`);

export const action = ({ request, params }: Route.ActionArgs) =>
  signOut("company", request, `/${pathParam(params)}/wholesale/sign-in`);
