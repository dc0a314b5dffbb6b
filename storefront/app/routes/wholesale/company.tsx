import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { CompanyTag } from "../../features/company/CompanyTag";
import { company, companySchema, meSchema } from "../../features/company/data.server";
import { LegalFields } from "../../features/company/LegalFields";
import { CompanyActs, LimitLines, Papers, Roles, TermsLine } from "../../features/company/Parts";
import { again, refusedAgain } from "../../features/company/refusals.server";
import { PAPERS, TIME_ZONES } from "../../features/company/words";
import { countriesIn } from "../../features/checkout/address-form.server";
import { Input, ProblemSummary, Select } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { PhotoField } from "../../features/ui/PhotoForm";
import { photoOf } from "../../features/weigh-in/photo.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/company";

export const handle = { plain: true };

/** 8 MB over a weak uplink, and drawn anew. */
const PHOTO_MS = 60_000;

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const [own, me, countries] = await Promise.all([
    who.read("/wholesale/company", companySchema),
    who.read("/wholesale/me", meSchema),
    countriesIn(path),
  ]);
  return { ...own, me, countries, title: own.company.name, what: say(path)("companyShop.pages.company") };
}

/** Adds a paper, takes one away, or comes again with those that were asked for. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const form = await request.formData();
  const intent = text(form, "intent");
  const here = `/${path}/wholesale/company`;
  if (intent === "again") {
    const done = await who.call("/wholesale/company/again", z.unknown(), {
      body: {
        seen: Number(text(form, "seen")),
        company: {
          name: text(form, "name"),
          country: text(form, "country").toUpperCase(),
          tax_number: text(form, "tax_number"),
          time_zone: text(form, "time_zone"),
        },
      },
    });
    return done.ok ? redirect(here) : refusedAgain(path, form, done.refusal, "name");
  }
  if (intent === "remove") {
    const to = `/wholesale/company/documents/${encodeURIComponent(text(form, "paper"))}/remove`;
    const done = await who.call(to, z.unknown(), { body: {} });
    return done.ok ? redirect(here) : refusedAgain(path, form, done.refusal, "photo");
  }
  const photo = photoOf(form);
  if (!photo) return again(form, [{ field: "photo", text: say(path)("company.choosePhoto") }]);
  const done = await who.call("/wholesale/company/documents", z.unknown(), {
    method: "POST",
    query: { kind: text(form, "kind") },
    bytes: new Uint8Array(await photo.arrayBuffer()),
    time_limit_ms: PHOTO_MS,
  });
  return done.ok ? redirect(here) : refusedAgain(path, form, done.refusal, "photo");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.what ?? ""} · ${loaderData?.title ?? ""} · Commonlot` },
];

export default function CompanyPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("company");
  const f = useFormats();
  const path = usePath();
  const { company: one, cooperative, documents, terms, acts, me } = loaderData;
  const problems = actionData?.problems;
  const typed: Record<string, string> = actionData?.typed ?? {};
  const owner = me.member.roles.includes("owner");
  const may_come_again = owner && (one.state === "documents_asked" || one.state === "refused");
  const open = one.state !== "closed";
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{one.name}</h1>
        <ProblemSummary problems={problems} />
        <p>
          <CompanyTag state={one.state} />
        </p>
        <p>{t(`stateLead.${one.state}`, { who: cooperative?.name[path] ?? t("operator") })}</p>
        {one.decision_words === "" ? null : (
          <blockquote className="panel stack-s">
            <p>{one.decision_words}</p>
            <p className="muted small">{one.decided_at === null ? null : f.time(one.decided_at)}</p>
          </blockquote>
        )}
        {may_come_again ? (
          <form method="post" className="panel stack-s" noValidate>
            <input type="hidden" name="seen" value={one.version} />
            <p>{t("putRight")}</p>
            <Input
              name="name"
              label={t("companyName")}
              hint={t("companyNameHint")}
              autoComplete="organization"
              required
              maxLength={120}
              defaultValue={typed.name ?? one.name}
              problems={problems}
            />
            <LegalFields
              countries={loaderData.countries}
              country={typed.country ?? one.country.toLowerCase()}
              tax_number={typed.tax_number ?? one.tax_number}
              problems={problems}
            />
            <Select
              name="time_zone"
              label={t("timeZone")}
              hint={t("timeZoneHint")}
              defaultValue={typed.time_zone ?? one.time_zone}
              problems={problems}
            >
              {[...new Set([one.time_zone, ...TIME_ZONES])].map((zone) => (
                <option key={zone} value={zone}>
                  {zone.replaceAll("_", " ")}
                </option>
              ))}
            </Select>
            <p>{t("againLead")}</p>
            <p>
              <button className="button" name="intent" value="again">
                {t("again")}
              </button>
            </p>
          </form>
        ) : null}
        <dl className="facts">
          <dt>{t("taxNumber")}</dt>
          <dd>
            {one.country} {one.tax_number}
          </dd>
          <dt>{t("currency")}</dt>
          <dd>{one.currency}</dd>
          <dt>{t("timeZone")}</dt>
          <dd>{one.time_zone.replaceAll("_", " ")}</dd>
          <dt>{t("termsTitle")}</dt>
          <dd>
            <TermsLine terms={terms} currency={one.currency} />
          </dd>
          <dt>{t("you")}</dt>
          <dd>
            {me.member.name} · <Roles roles={me.member.roles} />
            <br />
            <LimitLines limits={me.member.limits} currency={one.currency} />
            {me.spent === null ? null : (
              <>
                <br />
                {t("spent", {
                  amount: f.money(me.spent.spent_minor, one.currency),
                  from: f.date(me.spent.first_day),
                  to: f.date(me.spent.last_day),
                })}
                {me.spent.waiting_minor > 0
                  ? ` ${t("spentWaiting", { amount: f.money(me.spent.waiting_minor, one.currency) })}`
                  : null}
                {me.member.roles.includes("approver") ? (
                  <>
                    <br />
                    {t("spentApproved", {
                      amount: f.money(me.spent.approved_minor, one.currency),
                      from: f.date(me.spent.first_day),
                      to: f.date(me.spent.last_day),
                    })}
                  </>
                ) : null}
              </>
            )}
          </dd>
        </dl>
      </section>
      {owner ? (
        <section className="stack">
          <h2>{t("papersTitle")}</h2>
          <p>{t("papersLead")}</p>
          <Papers documents={documents} href={(id) => `/${path}/wholesale/papers/${id}`}>
            {(paper) =>
              one.state === "approved" || one.state === "suspended" ? null : (
                <form method="post">
                  <input type="hidden" name="paper" value={paper.id} />
                  <button className="button quiet" name="intent" value="remove">
                    {t("removePaper")} <span className="visually-hidden">{t(`papers.${paper.kind}`)}</span>
                  </button>
                </form>
              )
            }
          </Papers>
          {open ? (
            <form method="post" encType="multipart/form-data" className="stack" noValidate>
              <Select name="kind" label={t("paperKind")} defaultValue={actionData?.typed.kind ?? "licence"}>
                {PAPERS.map((kind) => (
                  <option key={kind} value={kind}>
                    {t(`papers.${kind}`)}
                  </option>
                ))}
              </Select>
              <PhotoField label={t("photo")} hint={t("photoHint")} problems={problems} pdf />
              <button className="button second">{t("addPaper")}</button>
            </form>
          ) : null}
        </section>
      ) : null}
      <section className="stack">
        <h2>{t("actsTitle")}</h2>
        <CompanyActs acts={acts} />
      </section>
    </div>
  );
}
