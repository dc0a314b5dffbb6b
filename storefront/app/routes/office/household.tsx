import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { ActList } from "../../features/people/ActList";
import { agreedOf, consentOf, done, refused } from "../../features/people/actions.server";
import { ConsentForm } from "../../features/people/ConsentForm";
import { ConsentTable } from "../../features/people/ConsentTable";
import { officeHouseholdSchema } from "../../features/people/data.server";
import { TIME_ZONE } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/household";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const office = await member(request, "office", path);
  const cursor = new URL(request.url).searchParams.get("before") ?? undefined;
  const page = await office.read(`/office/households/${encodeURIComponent(params.id)}`, officeHouseholdSchema, {
    cursor,
  });
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: TIME_ZONE }).format(new Date());
  return { ...page, today, title: page.household.name };
}

/** Records what a villager said; the household sees who did it and how it agreed. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const office = await member(request, "office", path);
  const form = await request.formData();
  const answer = await office.call(`/office/households/${encodeURIComponent(params.id)}/consents`, done, {
    body: { ...consentOf(form), agreed: agreedOf(form) },
  });
  return answer.ok
    ? redirect(`/${path}/office/households/${params.id}`)
    : refused(path, form, answer.refusal, "purpose");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function OfficeHousehold({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("office");
  const words = useTranslations("register");
  const path = usePath();
  const { household, consents, acts, next } = loaderData;
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/office`}>{t("back")}</a>
        </p>
        <h1>{household.name}</h1>
        <p>
          {household.card_number} · {words("last4", { last4: household.phone_last4 })} ·{" "}
          {words(household.active ? "active" : "inactive")}
        </p>
        <h2>{words("consents")}</h2>
        <ConsentTable consents={consents} />
      </section>
      <section className="stack">
        <h2>{words("recordConsent")}</h2>
        <ConsentForm problems={actionData?.problems} typed={actionData?.typed ?? {}} today={loaderData.today} />
      </section>
      <section className="stack">
        <h2>{words("actsTitle")}</h2>
        <ActList acts={acts} older={next === null ? null : `?before=${encodeURIComponent(next)}`} />
      </section>
    </div>
  );
}
