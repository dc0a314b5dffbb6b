import { signInStaff } from "../../features/people/sign-in.server";
import { StaffSignIn } from "../../features/people/StaffSignIn";
import { say } from "../../i18n/say.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/sign-in";

export const handle = { plain: true };

export function loader({ params }: Route.LoaderArgs) {
  return { title: say(pathParam(params))("signIn.office") };
}

export const action = ({ request, params }: Route.ActionArgs) => signInStaff(request, pathParam(params), "office");

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function OfficeSignIn({ loaderData, actionData }: Route.ComponentProps) {
  return <StaffSignIn title={loaderData.title} refused={actionData} />;
}
