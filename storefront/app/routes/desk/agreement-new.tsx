import { randomUUID } from "node:crypto";
import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { AgreementForm } from "../../features/agreement/AgreementForm";
import { companiesSchema, proposedSchema } from "../../features/agreement/data.server";
import { termsOf } from "../../features/agreement/form.server";
import { GoodsSearch } from "../../features/agreement/GoodsSearch";
import { refusedAgain } from "../../features/agreement/refusals.server";
import { again } from "../../features/quote/refusals.server";
import { ProblemSummary, Select } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { offered } from "../../features/wholesale/offered.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/agreement-new";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const [goods, { companies }] = await Promise.all([
    offered(new URL(request.url)),
    desk.read("/desk/agreement-companies", companiesSchema),
  ]);
  return { ...goods, companies, key: randomUUID(), title: say(path)("agreement.propose") };
}

/** Proposes what was written to the company that was chosen. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const { companies } = await desk.read("/desk/agreement-companies", companiesSchema);
  const chosen = companies.find((one) => one.id === text(form, "company_id"));
  if (!chosen) return again(form, [{ field: "company_id", text: say(path)("agreement.chooseCompany") }]);
  const { problems, body } = termsOf(path, form, chosen.currency);
  if (problems.length > 0) return again(form, problems);
  const done = await desk.call("/desk/agreements", proposedSchema, {
    body: { ...body, company_id: chosen.id, idempotency_key: text(form, "idempotency_key") },
  });
  if (!done.ok) return refusedAgain(path, form, done.refusal, "lines");
  return redirect(`/${path}/desk/agreements/${done.value.id}`, 303);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function DeskProposePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("agreement");
  const q = useTranslations("quote");
  const f = useFormats();
  const path = usePath();
  const { products, companies } = loaderData;
  const typed: Record<string, string> = actionData?.typed ?? { notice_days: "7", percent: "50", cap: "10" };
  const problems = actionData?.problems;
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <p>{t("deskProposeLead")}</p>
      <GoodsSearch
        here={`/${path}/desk/agreements/new`}
        q={loaderData.q}
        page={loaderData.page}
        pages={loaderData.pages}
      />
      <ProblemSummary problems={problems} />
      {companies.length === 0 ? (
        <p className="panel">{t("noCompanies")}</p>
      ) : (
        <AgreementForm
          goods={products.flatMap((product) =>
            product.packs.map((pack) => ({
              product_id: product.id,
              variant_id: pack.variant_id,
              name: `${product.title[path]} ${pack.title[path]}`,
              hint: q("shopPrice", { price: f.money(pack.price_minor, pack.currency), weight: f.weight(pack.grams) }),
            })),
          )}
          currency={t("theirCurrency")}
          intent="propose"
          button={t("proposeGo")}
          typed={typed}
          problems={problems}
        >
          <input type="hidden" name="idempotency_key" value={typed.idempotency_key ?? loaderData.key} />
          <Select name="company_id" label={q("company")} defaultValue={typed.company_id ?? ""} problems={problems}>
            <option value="">{t("choose")}</option>
            {companies.map((one) => (
              <option key={one.id} value={one.id}>
                {`${one.name} · ${one.currency}`}
              </option>
            ))}
          </Select>
        </AgreementForm>
      )}
    </section>
  );
}
