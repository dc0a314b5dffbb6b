import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { Agreed } from "../../features/people/Agreed";
import { changeOf, doChange, OFFICE_CHANGES } from "../../features/people/change.server";
import { DelegateFields, PersonFields, VillagerFields } from "../../features/people/ChangeFields";
import { officeHouseholdSchema } from "../../features/people/data.server";
import { PinCard } from "../../features/people/PinCard";
import { ProblemSummary } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/household-change";

/** One thing that a secretary does for a household of her village, and how it agreed. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const what = changeOf(params.what, OFFICE_CHANGES);
  const office = await member(request, "office", path);
  const { household } = await office.read(`/office/households/${encodeURIComponent(params.id)}`, officeHouseholdSchema);
  return { what, household, title: say(path)(`register.changes.${what}.title`) };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const office = await member(request, "office", path);
  const refusal = await doChange(changeOf(params.what, OFFICE_CHANGES), {
    desk: office,
    room: "office",
    path,
    form: await request.formData(),
    household_id: params.id,
    item: new URL(request.url).searchParams.get("item") ?? "",
  });
  return refusal ?? redirect(`/${path}/office/households/${params.id}`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function VillagerChange({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("register");
  const path = usePath();
  const { what, household } = loaderData;
  const typed: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  if (actionData && "made" in actionData) {
    const { made } = actionData;
    return <PinCard household={made.household} pin={made.pin} title={t("changes.pin.title")} room="office" />;
  }
  return (
    <section className="stack">
      <p>
        <a href={`/${path}/office/households/${household.id}`}>{t("backTo", { name: household.name })}</a>
      </p>
      <h1>{loaderData.title}</h1>
      <p>{t(`changes.${what}.lead`, { name: household.name, card: household.card_number })}</p>
      <form method="post" className="stack" noValidate>
        <ProblemSummary problems={problems} />
        {what === "details" ? <VillagerFields problems={problems} typed={typed} household={household} /> : null}
        {what === "person" ? <PersonFields problems={problems} typed={typed} /> : null}
        {what === "delegate" ? <DelegateFields problems={problems} typed={typed} /> : null}
        <Agreed problems={problems} typed={typed} />
        <button className="button">{t(`changes.${what}.go`)}</button>
      </form>
    </section>
  );
}
