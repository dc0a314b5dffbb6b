import { randomUUID } from "node:crypto";
import { Form } from "react-router";
import { useTranslations } from "use-intl";
import { Pages } from "../features/find/Pages";
import { pageHead } from "../features/store/head";
import { ProblemSummary, Select, TextArea } from "../features/ui/Field";
import { uploadList } from "../features/wholesale/data.server";
import { offered } from "../features/wholesale/offered.server";
import { say } from "../i18n/say.server";
import { useFormats } from "../lib/formats";
import { pathParam, usePath } from "../lib/path";
import type { Route } from "./+types/wholesale";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  return { ...(await offered(new URL(request.url))), key: randomUUID(), title: say(path)("wholesale.title") };
}

export const action = ({ request, params }: Route.ActionArgs) => uploadList(request, pathParam(params));

export const meta: Route.MetaFunction = ({ loaderData, ...where }) =>
  pageHead(where, { title: `${loaderData?.title ?? ""} · Commonlot` });

export default function WholesalePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("wholesale");
  const e = useTranslations("companyShop.entry");
  const c = useTranslations("companyShop");
  const f = useFormats();
  const path = usePath();
  const problems = actionData?.problems;
  // A few products are all in the list below.
  const more = loaderData.q !== "" || loaderData.pages > 1;
  return (
    <div className="narrow stack-l">
      <header className="stack">
        <h1 className="section-title">{t("title")}</h1>
      </header>
      <section className="panel stack">
        <h2>{e("title")}</h2>
        <p>{e("lead")}</p>
        <ol className="stack-s">
          <li>{e("way1")}</li>
          <li>{e("way2")}</li>
          <li>{e("way3")}</li>
        </ol>
        <p className="row">
          <a className="button" href={`/${path}/wholesale/register`}>
            {c("register")}
          </a>
          <a className="button second" href={`/${path}/wholesale/company`}>
            {c("signIn")}
          </a>
        </p>
      </section>
      <section className="stack">
        <h2>{e("listTitle")}</h2>
        <p>{t("lead")}</p>
        <ol className="stack-s">
          <li>{t("step1")}</li>
          <li>{t("step2")}</li>
          <li>{t("step3")}</li>
        </ol>
      </section>
      {more ? (
        <section className="stack" id="products">
          <form className="row" action={`/${path}/wholesale#products`}>
            <label htmlFor="find">{e("find")}</label>
            <input id="find" name="q" type="search" defaultValue={loaderData.q} maxLength={80} />
            <button className="button second">{e("findGo")}</button>
          </form>
          {loaderData.q === "" ? null : (
            <p role="status">
              {e("found", { q: loaderData.q, count: loaderData.count })}{" "}
              <a href={`/${path}/wholesale#products`}>{e("all")}</a>
            </p>
          )}
          <Pages
            page={loaderData.page}
            pages={loaderData.pages}
            to={(page) => {
              const query = new URLSearchParams({
                ...(loaderData.q === "" ? {} : { q: loaderData.q }),
                page: String(page),
              });
              return `/${path}/wholesale?${query.toString()}#products`;
            }}
          />
        </section>
      ) : null}
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
