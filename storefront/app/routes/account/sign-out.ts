import { redirect } from "react-router";
import { pathParam } from "../../lib/path";
import { leaveAccount } from "../../lib/sessions.server";
import type { Route } from "./+types/sign-out";

export const loader = ({ params }: Route.LoaderArgs) => redirect(`/${pathParam(params)}/account`);

export const action = ({ request, params }: Route.ActionArgs) =>
  leaveAccount(request, `/${pathParam(params)}/account/sign-in`);
