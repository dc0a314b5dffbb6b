import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { ActList } from "../../features/people/ActList";
import { agreedOf, consentOf, done, refused } from "../../features/people/actions.server";
import { ConsentForm } from "../../features/people/ConsentForm";
import { ConsentTable } from "../../features/people/ConsentTable";
import { officeHouseholdSchema } from "../../features/people/data.server";
import { today } from "../../lib/today.server";
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
  return { ...page, today: today(), title: page.household.name };
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
  const { household, consents, people, delegates, acts, next } = loaderData;
  const here = `/${path}/office/households/${household.id}`;
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
        <p className="row">
          {(["details", "pin", "acting"] as const).map((what) => (
            <a className="button second" key={what} href={`${here}/change/${what}`}>
              {words(what === "details" ? "changeDetails" : what === "pin" ? "newPin" : "actFor")}
            </a>
          ))}
        </p>
        <h2>{words("people")}</h2>
        {people.length === 0 ? <p className="panel">{words("noPeople")}</p> : null}
        <ul className="plain stack-s">
          {people.map((person) => (
            <li key={person.id} className="row between">
              <span>
                {person.name} · {words(`relations.${person.relation}`)}
              </span>
              <a href={`${here}/change/person-remove?item=${person.id}`}>
                {words("remove")} <span className="visually-hidden">{person.name}</span>
              </a>
            </li>
          ))}
        </ul>
        <p>
          <a className="button second" href={`${here}/change/person`}>
            {words("addPerson")}
          </a>
        </p>
        <h2>{words("delegates")}</h2>
        {delegates.length === 0 ? <p className="panel">{words("noDelegates")}</p> : null}
        <ul className="plain stack-s">
          {delegates.map((delegate) => (
            <li key={delegate.id} className="row between">
              <span>
                {delegate.name} · {delegate.relation} · {words(`may.${delegate.may}`)} ·{" "}
                {words("last4", { last4: delegate.phone_last4 })}
              </span>
              <a href={`${here}/change/delegate-end?item=${delegate.id}`}>
                {words("end")} <span className="visually-hidden">{delegate.name}</span>
              </a>
            </li>
          ))}
        </ul>
        <p>
          <a className="button second" href={`${here}/change/delegate`}>
            {words("addDelegate")}
          </a>
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
