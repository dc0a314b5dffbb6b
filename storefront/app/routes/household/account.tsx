import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { CodeSent, ProofFields } from "../../features/account/ProofFields";
import { askCode, proofOf } from "../../features/account/proof.server";
import { meSchema } from "../../features/household/data.server";
import { useRight } from "../../features/household/right";
import { done, refused } from "../../features/people/actions.server";
import { accountOf } from "../../features/people/change.server";
import { AccountFields } from "../../features/people/ChangeFields";
import { ProblemSummary } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/account";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const home = await member(request, "household", path);
  const { household } = await home.read("/household/me", meSchema);
  return { name: household.name, title: say(path)("account.changeTitle") };
}

/** Sends a code, keeping what was typed; or changes the account with PIN or code. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const home = await member(request, "household", path);
  const form = await request.formData();
  if (form.get("step") === "code") return askCode(home, path, form);
  const proof = proofOf(form);
  const answer = await home.call("/household/account", done, {
    body: { ...accountOf(form), old_stops: text(form, "old_stops") === "yes", proof },
  });
  if (answer.ok) return redirect(`/${path}/home/settings#account`);
  form.delete("secret");
  if (answer.refusal.code === "sign_in_wrong") {
    const problems = [{ field: "secret", text: say(path)("account.wrongSecret") }];
    return data({ problems, typed: typed(form), sent: null }, { status: 400 });
  }
  const field = answer.refusal.field === "proof.secret" ? "secret" : answer.refusal.field;
  const shown = refused(path, form, { ...answer.refusal, field }, "secret");
  return data({ ...shown.data, sent: null }, shown.init ?? undefined);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function OwnAccount({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("account");
  const settings = useTranslations("settings");
  const path = usePath();
  const own = useRight() === "own";
  const before: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  return (
    <section className="stack">
      <p>
        <a className="button quiet" href={`/${path}/home/settings`}>
          {t("back")}
        </a>
      </p>
      <h1>{loaderData.title}</h1>
      <p>{t("lead")}</p>
      <CodeSent last4={actionData?.sent} />
      {own ? (
        <form method="post" className="stack" noValidate>
          <ProblemSummary problems={problems} />
          <h2>{t("which")}</h2>
          <AccountFields problems={problems} typed={before} household={loaderData} />
          <ProofFields problems={problems} before={before}>
            <button className="button">{t("save")}</button>
          </ProofFields>
        </form>
      ) : (
        <p className="note">{settings("ownOnly")}</p>
      )}
    </section>
  );
}
