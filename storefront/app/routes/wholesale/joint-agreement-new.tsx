import { randomUUID } from "node:crypto";
import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { AgreementForm } from "../../features/agreement/AgreementForm";
import { termsOf } from "../../features/agreement/form.server";
import { agreementWords } from "../../features/agreement/refusals.server";
import { company, meSchema } from "../../features/company/data.server";
import { jointProposedSchema, sharesSchema, type Shares } from "../../features/joint-agreement/data.server";
import { refusedJointAgreement } from "../../features/joint-agreement/refusals.server";
import { jointAgreementsOf } from "../../features/joint-agreement/words";
import { ChoosePack } from "../../features/joint/ChoosePack";
import { jointWords } from "../../features/joint/refusals.server";
import { again } from "../../features/quote/refusals.server";
import { Input, ProblemSummary, type Problem } from "../../features/ui/Field";
import { fieldOf, text } from "../../features/ui/form.server";
import { offered } from "../../features/wholesale/offered.server";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { useFormats } from "../../lib/formats";
import { majorText } from "../../lib/money.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/joint-agreement-new";

export const handle = { plain: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const url = new URL(request.url);
  const of = (name: string) => (url.searchParams.get(name) ?? "").trim();
  const asked = { variant: of("variant"), packs: of("packs").normalize("NFKC"), season_end: of("season_end") };
  const me = await who.read("/wholesale/me", meSchema);
  const base = {
    asked,
    currency: me.company.currency,
    key: randomUUID(),
    title: say(path)("jointAgreement.propose"),
    values: {} as Record<string, string>,
    shares: null as Shares | null,
    problems: [] as Problem[],
  };
  if (asked.variant === "") return { ...base, goods: await offered(url) };
  const none = { ...base, goods: null };
  if (asked.packs === "" && asked.season_end === "") return none;
  const packs = Number(asked.packs);
  const problems: Problem[] = [
    ...(Number.isSafeInteger(packs) && packs > 0
      ? []
      : [{ field: "packs", text: say(path)("joint.refusals.invalid_packs") }]),
    ...(asked.season_end === "" ? [{ field: "season_end", text: say(path)("quote.chooseDay") }] : []),
  ];
  if (problems.length > 0) return { ...none, problems };
  const answer = await who.call("/wholesale/season-shares", sharesSchema, {
    query: { variant_id: asked.variant, packs, to_day: asked.season_end },
  });
  if (!answer.ok) {
    const { refusal } = answer;
    const field = refusal.field === "to_day" ? "season_end" : "packs";
    return { ...none, problems: [{ field: fieldOf(refusal, field), text: wordsOf(path, refusal) }] };
  }
  const { shares } = answer.value;
  return { ...none, shares: shares as Shares | null, values: valuesOf(shares, asked.season_end) };
}

const wordsOf = (path: Path, refusal: Refusal): string =>
  refusal.code === "season_over" ? agreementWords(path, refusal) : jointWords(path, refusal);

/** What the form begins with: the shares, at what the packs cost a company today. */
function valuesOf(shares: Shares, to_day: string): Record<string, string> {
  const values: Record<string, string> = { to_day, notice_days: "7", percent: "50", cap: "10" };
  for (const one of shares.sources) {
    const name = `${one.product_id}:${one.variant_id}`;
    if (one.share_packs === 0) continue;
    values[`packs:${name}`] = String(one.share_packs);
    if (one.price_minor !== null) values[`price:${name}`] = majorText(one.price_minor, shares.currency);
  }
  return values;
}

/** Proposes to all cooperatives that have packs, each its own agreement. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const form = await request.formData();
  const me = await who.read("/wholesale/me", meSchema);
  const { problems, body } = termsOf(path, form, me.company.currency);
  if (problems.length > 0) return again(form, problems);
  const done = await who.call("/wholesale/joint-agreements", jointProposedSchema, {
    body: { ...body, idempotency_key: text(form, "idempotency_key") },
  });
  if (!done.ok) return refusedJointAgreement(path, form, done.refusal, "lines");
  return redirect(`${jointAgreementsOf(path)}/${done.value.joint_agreement.id}`, 303);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function JointAgreementNewPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("jointAgreement");
  const path = usePath();
  const { title, goods, shares } = loaderData;
  const problems = actionData?.problems ?? loaderData.problems;
  const here = `${jointAgreementsOf(path)}/new`;
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={jointAgreementsOf(path)}>{t("back")}</a>
        </p>
        <h1>{title}</h1>
        <ProblemSummary problems={problems} />
        {goods ? (
          <ChoosePack here={here} goods={goods} />
        ) : (
          <SayHowMuch asked={loaderData.asked} shares={shares} here={here} problems={problems} />
        )}
      </section>
      {shares ? (
        <section className="stack">
          <h2>{t("shares")}</h2>
          {shares.sources.length < 2 ? (
            <p className="note warn">{t("nobody")}</p>
          ) : (
            <ShareOut
              packs={Number(loaderData.asked.packs)}
              shares={shares}
              currency={loaderData.currency}
              values={actionData?.typed ?? loaderData.values}
              keyOfForm={actionData?.typed.idempotency_key ?? loaderData.key}
              problems={actionData?.problems}
            />
          )}
        </section>
      ) : null}
    </div>
  );
}

type Loaded = Route.ComponentProps["loaderData"];

/** How much of the good this season, of all cooperatives together. */
function SayHowMuch({
  asked,
  shares,
  here,
  problems,
}: Pick<Loaded, "asked" | "shares"> & { here: string; problems: readonly Problem[] }) {
  const t = useTranslations("jointAgreement");
  const j = useTranslations("joint");
  const f = useFormats();
  const path = usePath();
  return (
    <>
      {shares ? (
        <p>
          {t("sayHowMuch", { title: shares.pack.title[path], pack: shares.pack.pack[path] })}{" "}
          <span className="muted">{f.units(shares.pack.units_per_pack, shares.pack.unit)}</span>
        </p>
      ) : null}
      <form className="stack" noValidate>
        <input type="hidden" name="variant" value={asked.variant} />
        <div className="fields two">
          <Input
            name="packs"
            label={t("packsInAll")}
            inputMode="numeric"
            autoComplete="off"
            required
            defaultValue={asked.packs}
            problems={problems}
          />
          <Input
            name="season_end"
            label={t("lastDay")}
            type="date"
            required
            defaultValue={asked.season_end}
            problems={problems}
          />
        </div>
        <p className="row">
          <button className="button second">{t("share")}</button>
          <a href={here}>{j("otherPack")}</a>
        </p>
      </form>
    </>
  );
}

/** The terms of all, with the packs and the price of each cooperative. */
function ShareOut({
  packs,
  shares,
  currency,
  values,
  keyOfForm,
  problems,
}: {
  packs: number;
  shares: Shares;
  currency: string;
  values: Record<string, string>;
  keyOfForm: string;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("jointAgreement");
  const f = useFormats();
  const path = usePath();
  const hintOf = (one: Shares["sources"][number]) => {
    const there = { title: one.title[path], free: one.free_packs, expected: one.expected_packs };
    return one.price_minor === null
      ? t("sourceHintNoPrice", there)
      : t("sourceHint", { ...there, price: f.money(one.price_minor, shares.currency) });
  };
  return (
    <>
      <p>{t("sharesLead")}</p>
      {packs > shares.expected_packs ? (
        <p className="note warn">{t("tooLittle", { expected: shares.expected_packs })}</p>
      ) : null}
      <p>{t("termsLead")}</p>
      <AgreementForm
        goods={shares.sources.map((one) => ({
          product_id: one.product_id,
          variant_id: one.variant_id,
          name: one.cooperative?.[path] ?? one.title[path],
          hint: hintOf(one),
        }))}
        currency={f.currency(currency)}
        intent="propose"
        button={t("proposeGo")}
        typed={values}
        problems={problems}
      >
        <input type="hidden" name="idempotency_key" value={keyOfForm} />
      </AgreementForm>
    </>
  );
}
