import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { AccountWords } from "../../features/account/AccountWords";
import { meSchema } from "../../features/household/data.server";
import { useRight } from "../../features/household/right";
import { done, refused } from "../../features/people/actions.server";
import { ActList } from "../../features/people/ActList";
import { settingsSchema } from "../../features/people/data.server";
import { PURPOSES } from "../../features/people/words";
import { ProblemSummary } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/settings";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const home = await member(request, "household", path);
  const cursor = new URL(request.url).searchParams.get("before") ?? undefined;
  const [settings, { account }] = await Promise.all([
    home.read("/household/settings", settingsSchema, { cursor }),
    home.read("/household/me", meSchema),
  ]);
  return {
    ...settings,
    account,
    title: say(path)("settings.title"),
  };
}

/** A yes or no of the household itself, or the end of a relative's right: in force at once. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const home = await member(request, "household", path);
  const form = await request.formData();
  if (text(form, "account") === "call-off") {
    const off = await home.call("/household/account/call-off", done, { body: {} });
    return off.ok ? redirect(`/${path}/home/settings#account`) : refused(path, form, off.refusal, "account");
  }
  const delegate = text(form, "delegate");
  const purpose = PURPOSES.find((one) => one === text(form, "purpose"));
  const answer =
    delegate === ""
      ? await home.call("/household/consents", done, { body: { purpose, given: text(form, "given") === "yes" } })
      : await home.call(`/household/delegates/${encodeURIComponent(delegate)}/end`, done, { body: {} });
  if (!answer.ok) return refused(path, form, answer.refusal, "consents");
  return redirect(`/${path}/home/settings#${delegate === "" ? "consents" : "delegates"}`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function Settings({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("settings");
  const words = useTranslations("register");
  const account = useTranslations("account");
  const connect = useTranslations("connect");
  const f = useFormats();
  const path = usePath();
  const right = useRight();
  const own = right === "own";
  const { household, consents, people, delegates, acts, next } = loaderData;
  return (
    <>
      <p>
        <a href={`/${path}/home`}>{t("back")}</a>
      </p>
      <section className="stack">
        <h1>{t("title")}</h1>
        <ProblemSummary problems={actionData?.problems} />
        <dl className="facts">
          <dt>{t("name")}</dt>
          <dd>{household.name}</dd>
          <dt>{t("card")}</dt>
          <dd>{household.card_number}</dd>
          <dt>{t("phone")}</dt>
          <dd>{words("last4", { last4: household.phone_last4 })}</dd>
          {people.length === 0 ? null : (
            <>
              <dt>{t("people")}</dt>
              <dd>{people.map((person) => person.name).join(words("comma"))}</dd>
            </>
          )}
        </dl>
        <p className="muted">{t("wrong")}</p>
      </section>
      <section className="stack" id="account">
        <h2>{account("title")}</h2>
        <p className="panel">
          <AccountWords account={loaderData.account} />
        </p>
        {loaderData.account?.waiting && right !== "look" ? (
          <form method="post" action={`/${path}/home/settings`} className="stack-s">
            <p>{account("notYours")}</p>
            <button className="button second" name="account" value="call-off">
              {account("callOff")}
            </button>
          </form>
        ) : null}
        {own ? (
          <a className="button second" href={`/${path}/home/settings/account`}>
            {account("change")}
          </a>
        ) : null}
        {own ? (
          <a href={`/${path}/home/settings/stripe`} className="button quiet">
            {connect("title")}
          </a>
        ) : null}
      </section>
      <section className="stack" id="consents">
        <h2>{t("consents")}</h2>
        {own ? null : <p className="note">{t("ownOnly")}</p>}
        {consents.map((consent) => (
          <form method="post" action={`/${path}/home/settings`} key={consent.purpose} className="panel stack">
            <input type="hidden" name="purpose" value={consent.purpose} />
            <p>
              <strong>{words(`purposes.${consent.purpose}`)}</strong>
              <br />
              {t(`explained.${consent.purpose}`)}
            </p>
            <p>
              <span className={consent.given ? "tag success" : "tag"}>
                <span aria-hidden="true">{consent.given ? "✓ " : "– "}</span>
                {words(consent.given ? "given" : "notGiven")}
              </span>{" "}
              {consent.on_day === null ? null : f.date(consent.on_day)}
            </p>
            {own ? (
              <button className="button second" name="given" value={consent.given ? "no" : "yes"}>
                {t(consent.given ? "takeBack" : "agree")}
                <span className="visually-hidden">{words(`purposes.${consent.purpose}`)}</span>
              </button>
            ) : null}
          </form>
        ))}
      </section>
      <section className="stack" id="delegates">
        <h2>{t("delegates")}</h2>
        {delegates.length === 0 ? <p className="panel">{t("noDelegates")}</p> : null}
        {delegates.map((delegate) => (
          <form method="post" action={`/${path}/home/settings`} key={delegate.id} className="panel stack">
            <input type="hidden" name="delegate" value={delegate.id} />
            <p>
              <strong>{delegate.name}</strong> · {delegate.relation}
              <br />
              {words(`may.${delegate.may}`)} · {words("last4", { last4: delegate.phone_last4 })}
            </p>
            {own ? (
              <button className="button second">
                {t("endDelegate")}
                <span className="visually-hidden">{delegate.name}</span>
              </button>
            ) : null}
          </form>
        ))}
      </section>
      <section className="stack">
        <h2>{t("acts")}</h2>
        <p>{t("actsLead")}</p>
        <ActList acts={acts} older={next === null ? null : `?before=${encodeURIComponent(next)}`} />
      </section>
    </>
  );
}
