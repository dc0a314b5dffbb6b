import { useTranslations } from "use-intl";
import { AccountWords } from "../../features/account/AccountWords";
import { ActList } from "../../features/people/ActList";
import { ConsentTable } from "../../features/people/ConsentTable";
import { householdSchema } from "../../features/people/data.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/household";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("before") ?? undefined;
  const page = await desk.read(`/desk/households/${encodeURIComponent(params.id)}`, householdSchema, { cursor });
  return { ...page, title: page.household.name };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function HouseholdPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("register");
  const m = useTranslations("statement.member");
  const f = useFormats();
  const path = usePath();
  const { household, consents, people, delegates, account, acts, next } = loaderData;
  const here = `/${path}/desk/households/${household.id}`;
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/desk/households`}>{t("back")}</a>
        </p>
        <h1>{household.name}</h1>
        <dl className="facts">
          <dt>{t("card")}</dt>
          <dd>
            {household.card_number} · {t(household.active ? "active" : "inactive")}
          </dd>
          <dt>{t("village")}</dt>
          <dd>{household.village?.name[path]}</dd>
          <dt>{t("phone")}</dt>
          <dd>{t("last4", { last4: household.phone_last4 })}</dd>
          <dt>{t("floor")}</dt>
          <dd>{household.priority_floor_g === 0 ? t("noFloor") : f.weight(household.priority_floor_g)}</dd>
          <dt>{t("account")}</dt>
          <dd>
            <AccountWords account={account} />
          </dd>
        </dl>
        <p className="row">
          <a className="button second" href={`${here}/change/details`}>
            {t("changeDetails")}
          </a>
          <a className="button second" href={`${here}/member`}>
            {m("title")}
          </a>
          <a className="button second" href={`${here}/change/account`}>
            {t("changeAccount")}
          </a>
          {account?.waiting ? (
            <a className="button second" href={`${here}/change/account-off`}>
              {t("changes.account-off.go")}
            </a>
          ) : null}
          <a className="button second" href={`${here}/change/pin`}>
            {t("newPin")}
          </a>
          <a className="button second" href={`${here}/change/acting`}>
            {t("actFor")}
          </a>
        </p>
      </section>
      <section className="stack">
        <h2>{t("consents")}</h2>
        <ConsentTable consents={consents} />
        <p>
          <a className="button second" href={`${here}/change/consent`}>
            {t("recordConsent")}
          </a>
        </p>
      </section>
      <section className="stack">
        <h2>{t("people")}</h2>
        {people.length === 0 ? <p className="panel">{t("noPeople")}</p> : null}
        <ul className="plain stack-s">
          {people.map((person) => (
            <li key={person.id} className="row between">
              <span>
                {person.name} · {t(`relations.${person.relation}`)}
              </span>
              <a href={`${here}/change/person-remove?item=${person.id}`}>
                {t("remove")} <span className="visually-hidden">{person.name}</span>
              </a>
            </li>
          ))}
        </ul>
        <p>
          <a className="button second" href={`${here}/change/person`}>
            {t("addPerson")}
          </a>
        </p>
      </section>
      <section className="stack">
        <h2>{t("delegates")}</h2>
        {delegates.length === 0 ? <p className="panel">{t("noDelegates")}</p> : null}
        <ul className="plain stack-s">
          {delegates.map((delegate) => (
            <li key={delegate.id} className="row between">
              <span>
                {delegate.name} · {delegate.relation} · {t(`may.${delegate.may}`)} ·{" "}
                {t("last4", { last4: delegate.phone_last4 })}
              </span>
              <a href={`${here}/change/delegate-end?item=${delegate.id}`}>
                {t("end")} <span className="visually-hidden">{delegate.name}</span>
              </a>
            </li>
          ))}
        </ul>
        <p>
          <a className="button second" href={`${here}/change/delegate`}>
            {t("addDelegate")}
          </a>
        </p>
      </section>
      <section className="stack">
        <h2>{t("actsTitle")}</h2>
        <ActList acts={acts} older={next === null ? null : `?before=${encodeURIComponent(next)}`} />
      </section>
    </div>
  );
}
