import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { say } from "../../i18n/say.server";
import { pathParam, usePath } from "../../lib/path";
import { signOut } from "../../lib/sessions.server";
import { waitingOf } from "../../features/weigh-in/waiting.server";
import type { Route } from "./+types/sign-out";

export const handle = { plain: true };

/** Asked only while weigh-ins wait on this device. */
export function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const waiting = waitingOf(request);
  if (waiting === 0) throw redirect(`/${path}/desk`);
  return { waiting, title: say(path)("signOut.title") };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const form = await request.formData();
  if (waitingOf(request) > 0 && form.get("anyway") !== "yes") return redirect(`/${path}/desk/sign-out`);
  return signOut("desk", request, `/${path}/desk/sign-in`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function SignOut({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("signOut");
  const path = usePath();
  return (
    <main className="narrow alone stack" id="main">
      <h1>{t("title")}</h1>
      <p className="note warn">{t("waiting", { count: loaderData.waiting })}</p>
      <p>{t("safe")}</p>
      <p>
        <a className="button" href={`/${path}/desk/weigh-in`}>
          {t("send")}
        </a>
      </p>
      <form method="post">
        <button className="button second" name="anyway" value="yes">
          {t("anyway")}
        </button>
      </form>
    </main>
  );
}
