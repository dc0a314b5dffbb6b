import { randomUUID } from "node:crypto";
import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { addressesSchema, company, meSchema } from "../../features/company/data.server";
import { again } from "../../features/quote/refusals.server";
import { AddressField } from "../../features/quote/WantedFields";
import { askedSchema, samplePageSchema, sampleWords } from "../../features/samples/data.server";
import { HadSamples } from "../../features/samples/Parts";
import { NO_FIELD, ProblemSummary, TextArea } from "../../features/ui/Field";
import { fieldOf, text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/sample";

export const handle = { plain: true };

/** A sample of a pack, as a company reads it before it asks. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const [{ sample }, { addresses }, me] = await Promise.all([
    who.read(`/wholesale/samples/${encodeURIComponent(params.id)}`, samplePageSchema),
    who.read("/wholesale/addresses", addressesSchema),
    who.read("/wholesale/me", meSchema),
  ]);
  const name = `${sample.title[path]} ${sample.pack[path]}`;
  const buys = me.member.roles.includes("buyer");
  return { sample, addresses, buys, name, key: randomUUID(), title: say(path)("samples.of", { pack: name }) };
}

/** Asks for it as it was read, and opens the quote that it is. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const form = await request.formData();
  const address_id = text(form, "address_id");
  const done = await who.call("/wholesale/samples", askedSchema, {
    body: {
      variant_id: params.id,
      seen: Number(text(form, "seen")),
      ...(address_id === "" ? {} : { address_id }),
      words: text(form, "words"),
      idempotency_key: text(form, "idempotency_key"),
    },
  });
  if (done.ok) return redirect(`/${path}/wholesale/quotes/${done.value.sample.quote_id}`, 303);
  const { refusal } = done;
  const field = refusal.field === "address_id" || refusal.field === "words" ? refusal.field : NO_FIELD;
  const problem = { field: fieldOf(refusal, field), text: sampleWords(path, refusal) };
  return again(form, [problem], refusal.status === 401 ? 400 : refusal.status);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function SamplePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("samples");
  const q = useTranslations("quote");
  const f = useFormats();
  const path = usePath();
  const { sample, addresses, buys, name } = loaderData;
  const typed: Record<string, string> = actionData?.typed ?? {};
  const money = (amount: number) => f.money(amount, sample.currency);
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/wholesale/quick`}>{t("back")}</a>
        </p>
        <h1>{loaderData.title}</h1>
        <ProblemSummary problems={actionData?.problems} />
        <p>
          {t("what", {
            count: sample.packs,
            pack: sample.pack[path],
            units: f.units(sample.packs * sample.units_per_pack, sample.unit),
            cooperative: sample.cooperative?.[path] ?? "",
          })}
        </p>
        <p>
          {t("costs", {
            price: money(sample.price_minor),
            freight: money(sample.freight_minor),
            total: money(sample.total_minor),
          })}
        </p>
        <p className={sample.left === 0 ? "note warn" : ""}>
          {sample.left === 0 ? t("noneLeft") : t("left", { left: sample.left, count: sample.per_season })}
        </p>
        {sample.same_currency ? null : <p className="note warn">{t("refusals.other_currency")}</p>}
      </section>
      {sample.had.length === 0 ? null : (
        <section className="stack-s">
          <h2>{t("had")}</h2>
          <HadSamples samples={sample.had} me="buyer" nameOf={() => name} />
        </section>
      )}
      {buys && sample.left > 0 && sample.same_currency ? (
        <form method="post" className="stack" noValidate>
          <h2>{t("ask")}</h2>
          <p>{t("askLead")}</p>
          <input type="hidden" name="idempotency_key" value={typed.idempotency_key ?? loaderData.key} />
          <input type="hidden" name="seen" value={sample.version} />
          <AddressField addresses={addresses} address_id={typed.address_id} problems={actionData?.problems} />
          <TextArea
            name="words"
            label={q("words")}
            rows={3}
            maxLength={2000}
            defaultValue={typed.words}
            problems={actionData?.problems}
          />
          <p>
            <button className="button">{t("askGo", { total: money(sample.total_minor) })}</button>
          </p>
        </form>
      ) : (
        <p>
          <a href={`/${path}/wholesale/quotes/new`}>{q("ask")}</a>
        </p>
      )}
    </div>
  );
}
