import { randomUUID } from "node:crypto";
import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { AgreementForm } from "../../features/agreement/AgreementForm";
import { proposedSchema } from "../../features/agreement/data.server";
import { termsOf } from "../../features/agreement/form.server";
import { GoodsSearch } from "../../features/agreement/GoodsSearch";
import { refusedAgain } from "../../features/agreement/refusals.server";
import { company, meSchema } from "../../features/company/data.server";
import { again } from "../../features/quote/refusals.server";
import { ProblemSummary } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { offered } from "../../features/wholesale/offered.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/agreement-new";

export const handle = { plain: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const [goods, me] = await Promise.all([offered(new URL(request.url)), who.read("/wholesale/me", meSchema)]);
  return { ...goods, currency: me.company.currency, key: randomUUID(), title: say(path)("agreement.propose") };
}

/** Proposes what was written to the cooperative whose goods it names. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const form = await request.formData();
  const me = await who.read("/wholesale/me", meSchema);
  const { problems, body } = termsOf(path, form, me.company.currency);
  if (problems.length > 0) return again(form, problems);
  const done = await who.call("/wholesale/agreements", proposedSchema, {
    body: { ...body, idempotency_key: text(form, "idempotency_key") },
  });
  if (!done.ok) return refusedAgain(path, form, done.refusal, "lines");
  return redirect(`/${path}/wholesale/agreements/${done.value.id}`, 303);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function ProposePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("agreement");
  const q = useTranslations("quote");
  const f = useFormats();
  const path = usePath();
  const { products, currency } = loaderData;
  const typed: Record<string, string> = actionData?.typed ?? { notice_days: "7", percent: "50", cap: "10" };
  const problems = actionData?.problems;
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <p>{t("proposeLead")}</p>
        <GoodsSearch
          here={`/${path}/wholesale/agreements/new`}
          q={loaderData.q}
          page={loaderData.page}
          pages={loaderData.pages}
        />
        <ProblemSummary problems={problems} />
        <AgreementForm
          goods={products.flatMap((product) =>
            product.packs.map((pack) => ({
              product_id: product.id,
              variant_id: pack.variant_id,
              name: `${product.title[path]} ${pack.title[path]}`,
              hint: q("shopPrice", { price: f.money(pack.price_minor, pack.currency), weight: f.weight(pack.grams) }),
            })),
          )}
          currency={f.currency(currency)}
          intent="propose"
          button={t("proposeGo")}
          typed={typed}
          problems={problems}
        >
          <input type="hidden" name="idempotency_key" value={typed.idempotency_key ?? loaderData.key} />
        </AgreementForm>
      </section>
    </div>
  );
}
