import { randomUUID } from "node:crypto";
import { Form } from "react-router";
import { useTranslations } from "use-intl";
import { productCards } from "../features/produce/data.server";
import { pageHead } from "../features/store/head";
import { ProblemSummary, Select, TextArea } from "../features/ui/Field";
import { uploadList } from "../features/wholesale/data.server";
import { say } from "../i18n/say.server";
import { useFormats } from "../lib/formats";
import { pathParam, usePath } from "../lib/path";
import type { Route } from "./+types/wholesale";

export async function loader({ params }: Route.LoaderArgs) {
  const path = pathParam(params);
  return { products: await productCards(), key: randomUUID(), title: say(path)("wholesale.title") };
}

export const action = ({ request, params }: Route.ActionArgs) => uploadList(request, pathParam(params));

export const meta: Route.MetaFunction = ({ loaderData, ...where }) =>
  pageHead(where, { title: `${loaderData?.title ?? ""} · Commonlot` });

export default function WholesalePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("wholesale");
  const f = useFormats();
  const path = usePath();
  const problems = actionData?.problems;
  return (
    <div className="narrow stack-l">
      <header className="stack">
        <h1 className="section-title">{t("title")}</h1>
        <p>{t("lead")}</p>
        <ol className="stack-s">
          <li>{t("step1")}</li>
          <li>{t("step2")}</li>
          <li>{t("step3")}</li>
        </ol>
      </header>
      <Form method="post" className="stack" noValidate replace>
        <ProblemSummary problems={problems} />
        <input type="hidden" name="idempotency_key" value={actionData?.typed.idempotency_key ?? loaderData.key} />
        <Select
          name="variant_id"
          label={t("pack")}
          problems={problems}
          defaultValue={actionData?.typed.variant_id ?? ""}
          required
        >
          <option value="">{t("choose")}</option>
          {loaderData.products.map((product) => (
            <optgroup key={product.id} label={product.title[path]}>
              {product.packs.map((pack) => (
                <option key={pack.variant_id} value={pack.variant_id}>
                  {t("option", {
                    name: product.title[path],
                    pack: pack.title[path],
                    price: f.money(pack.price_minor, pack.currency),
                  })}
                </option>
              ))}
            </optgroup>
          ))}
        </Select>
        <TextArea
          name="sheet"
          label={t("list")}
          hint={t("listHint")}
          problems={problems}
          defaultValue={actionData?.typed.sheet}
          spellCheck={false}
          required
        />
        <details>
          <summary>{t("example")}</summary>
          <pre className="scroll-x small">{t("exampleText")}</pre>
        </details>
        <button className="button" type="submit">
          {t("send")}
        </button>
      </Form>
    </div>
  );
}
