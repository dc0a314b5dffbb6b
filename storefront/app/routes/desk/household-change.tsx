import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { Agreed } from "../../features/people/Agreed";
import { changeOf, doChange } from "../../features/people/change.server";
import { AccountFields, DelegateFields, DetailsFields, PersonFields } from "../../features/people/ChangeFields";
import { ConsentForm } from "../../features/people/ConsentForm";
import { householdSchema } from "../../features/people/data.server";
import { PinCard } from "../../features/people/PinCard";
import { ProblemSummary } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/household-change";
import { today } from "../../lib/today.server";

/** One thing about a household on a page of its own: what, and how the household agreed. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const what = changeOf(params.what);
  const desk = await member(request, "desk", path);
  const { household } = await desk.read(`/desk/households/${encodeURIComponent(params.id)}`, householdSchema);
  return {
    what,
    household,
    today: today(),
    title: say(path)(`register.changes.${what}.title`),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const refusal = await doChange(changeOf(params.what), {
    desk,
    path,
    form: await request.formData(),
    household_id: params.id,
    item: new URL(request.url).searchParams.get("item") ?? "",
  });
  return refusal ?? redirect(`/${path}/desk/households/${params.id}`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function ChangePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("register");
  const path = usePath();
  const { what, household } = loaderData;
  const typed: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  if (actionData && "made" in actionData) {
    return <PinCard household={actionData.made.household} pin={actionData.made.pin} title={t("changes.pin.title")} />;
  }
  return (
    <section className="stack">
      <p>
        <a href={`/${path}/desk/households/${household.id}`}>{t("backTo", { name: household.name })}</a>
      </p>
      <h1>{loaderData.title}</h1>
      <p>{t(`changes.${what}.lead`, { name: household.name, card: household.card_number })}</p>
      {what === "consent" ? (
        <ConsentForm problems={problems} typed={typed} today={loaderData.today} />
      ) : (
        <form method="post" className="stack" noValidate>
          <ProblemSummary problems={problems} />
          {what === "details" ? <DetailsFields problems={problems} typed={typed} household={household} /> : null}
          {what === "account" ? <AccountFields problems={problems} typed={typed} household={household} /> : null}
          {what === "person" ? <PersonFields problems={problems} typed={typed} /> : null}
          {what === "delegate" ? <DelegateFields problems={problems} typed={typed} /> : null}
          <Agreed problems={problems} typed={typed} />
          <button className="button">{t(`changes.${what}.go`)}</button>
        </form>
      )}
    </section>
  );
}
