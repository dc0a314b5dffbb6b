import { redirect } from "react-router";
import { pathParam } from "../../lib/path";
import { switchCooperative } from "../../lib/sessions.server";
import { text } from "../../features/ui/form.server";
import type { Route } from "./+types/cooperative";

export const loader = ({ params }: Route.LoaderArgs) => redirect(`/${pathParam(params)}/desk`);

/** Works in another cooperative from now on: every page of the desk is that one's. */
export async function action({ request, params }: Route.ActionArgs) {
  const form = await request.formData();
  return switchCooperative(request, text(form, "cooperative_id") || undefined, `/${pathParam(params)}/desk`);
}
