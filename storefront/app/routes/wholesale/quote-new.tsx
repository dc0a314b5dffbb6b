import { randomUUID } from "node:crypto";
import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { addressesSchema, company, meSchema, membersSchema } from "../../features/company/data.server";
import { Pages } from "../../features/find/Pages";
import { madeSchema } from "../../features/quote/data.server";
import { again, refusedAgain } from "../../features/quote/refusals.server";
import { dayOf, packsOf } from "../../features/quote/version-form.server";
import { WantedFields } from "../../features/quote/WantedFields";
import { Input, ProblemSummary, TextArea } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { offered } from "../../features/wholesale/offered.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/quote-new";

export const handle = { plain: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const url = new URL(request.url);
  const [goods, { addresses }, me] = await Promise.all([
    offered(url),
    who.read("/wholesale/addresses", addressesSchema),
    who.read("/wholesale/me", meSchema),
  ]);
  const buys = me.member.roles.includes("buyer");
  const buyers = buys
    ? []
    : (await who.read("/wholesale/members", membersSchema)).members.filter((one) => one.roles.includes("buyer"));
  // The link of who brought this company.
  const agent = (url.searchParams.get("agent") ?? "").slice(0, 12);
  return {
    ...goods,
    addresses,
    agent,
    buys,
    buyers: buyers.map((one) => one.name),
    key: randomUUID(),
    title: say(path)("quote.ask"),
  };
}

/** Asks for what was written in the table: a quote of each cooperative whose goods it names. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const form = await request.formData();
  const { lines, problems } = packsOf(path, form);
  if (lines.length === 0 && problems.length === 0) problems.push({ field: "lines", text: say(path)("quote.noLines") });
  const wanted_on = dayOf(path, form, "wanted_on", problems);
  if (problems.length > 0) return again(form, problems);
  const address_id = text(form, "address_id");
  const agent_code = text(form, "agent_code");
  const asked = await who.call("/wholesale/quotes", madeSchema, {
    body: {
      lines,
      wanted_on,
      ...(address_id === "" ? {} : { address_id }),
      words: text(form, "words"),
      ...(agent_code === "" ? {} : { agent_code }),
      idempotency_key: text(form, "idempotency_key"),
    },
  });
  if (!asked.ok) return refusedAgain(path, form, asked.refusal, "lines");
  const [only, second] = asked.value.quotes;
  const at = `/${path}/wholesale/quotes`;
  return redirect(only && !second ? `${at}/${only.id}` : `${at}?asked`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function AskPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("quote");
  const j = useTranslations("joint");
  const f = useFormats();
  const path = usePath();
  const { products, addresses, agent, buyers, q, page, pages } = loaderData;
  const typed: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  const here = `/${path}/wholesale/quotes/new`;
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <p>{t("askLead")}</p>
        <p>
          {j("lead")} <a href={`/${path}/wholesale/joint-quotes/new`}>{j("ask")}</a>
        </p>
        <form className="row" action={here}>
          <label htmlFor="find">{t("find")}</label>
          <input id="find" name="q" type="search" defaultValue={q} maxLength={80} />
          {agent === "" ? null : <input type="hidden" name="agent" value={agent} />}
          <button className="button second">{t("findGo")}</button>
          {q === "" ? null : <a href={here}>{t("allProducts")}</a>}
        </form>
        {pages > 1 ? <p className="muted">{t("onePage")}</p> : null}
        <Pages
          page={page}
          pages={pages}
          to={(to) =>
            `${here}?${new URLSearchParams({ ...(q === "" ? {} : { q }), ...(agent === "" ? {} : { agent }), page: String(to) }).toString()}`
          }
        />
      </section>
      {loaderData.buys ? null : (
        <p className="note">
          {buyers.length > 0 ? t("buyersAsk", { who: buyers.join(t("nameAnd")) }) : t("nobodyAsks")}
        </p>
      )}
      {loaderData.buys ? (
        <form method="post" className="stack" noValidate>
          <ProblemSummary problems={problems} />
          <input type="hidden" name="idempotency_key" value={typed.idempotency_key ?? loaderData.key} />
          <fieldset className="stack" id="lines">
            <legend>{t("goods")}</legend>
            {products.length === 0 ? <p className="panel">{t("noProducts")}</p> : null}
            {products.map((product) => (
              <div key={product.id} className="panel stack-s">
                <h2>{product.title[path]}</h2>
                <div className="fields two">
                  {product.packs.map((pack) => {
                    const name = `packs:${product.id}:${pack.variant_id}`;
                    return (
                      <Input
                        key={pack.variant_id}
                        name={name}
                        label={t("packsOfPack", { pack: pack.title[path] })}
                        hint={t("shopPrice", {
                          price: f.money(pack.price_minor, pack.currency),
                          weight: f.weight(pack.grams),
                        })}
                        inputMode="numeric"
                        autoComplete="off"
                        defaultValue={typed[name]}
                        problems={problems}
                      />
                    );
                  })}
                </div>
              </div>
            ))}
          </fieldset>
          <div className="fields two">
            <WantedFields
              wanted_on={typed.wanted_on}
              addresses={addresses}
              address_id={typed.address_id}
              problems={problems}
            />
          </div>
          <TextArea
            name="words"
            label={t("words")}
            hint={t("askWordsHint")}
            rows={4}
            maxLength={2000}
            defaultValue={typed.words}
            problems={problems}
          />
          <Input
            name="agent_code"
            label={t("agentCode")}
            hint={t("agentHint")}
            maxLength={12}
            autoComplete="off"
            defaultValue={typed.agent_code ?? agent}
            problems={problems}
          />
          <p>
            <button className="button">{t("askGo")}</button>
          </p>
        </form>
      ) : null}
    </div>
  );
}
