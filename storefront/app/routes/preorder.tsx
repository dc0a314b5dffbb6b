import { data, redirect } from "react-router";
import { z } from "zod";
import { useTranslations } from "use-intl";
import { packsIn, preorderPath, preorderSchema } from "../features/preorder/data.server";
import { MOST_PACKS } from "../features/preorder/most";
import { PreorderForm } from "../features/preorder/PreorderForm";
import { productByHandle } from "../features/produce/data.server";
import { ownAddress } from "../features/season/data.server";
import { ProblemSummary, type Problem } from "../features/ui/Field";
import { fieldOf, inWords, text, typed } from "../features/ui/form.server";
import { say } from "../i18n/say.server";
import { call, type Refusal } from "../lib/api.server";
import { clientAddress } from "../lib/client-address.server";
import { pathParam, usePath } from "../lib/path";
import type { Route } from "./+types/preorder";

/** A plain document: one form. */
export const handle = { still: true };

const NOTHING: Record<string, string> = {};

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const [product, own] = await Promise.all([productByHandle(params.handle), ownAddress(request)]);
  return {
    product,
    own: own?.email ?? null,
    title: say(path)("preorder.title", { product: product.title[path] }),
  };
}

/** Whoever is signed in and names no other address has their place at once; every other address is asked by mail. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const t = say(path);
  const form = await request.formData();
  const [product, own] = await Promise.all([productByHandle(params.handle), ownAddress(request)]);
  const email = text(form, "write_to");
  const packs = packsIn(form);
  const wrong = (problems: Problem[], status: number) =>
    data({ sent_to: null, problems, typed: typed(form) }, { status });
  if (packs === null) return wrong([{ field: "packs", text: t("preorder.badPacks", { max: MOST_PACKS }) }], 400);
  const about = { product_id: product.id, variant_id: text(form, "variant_id"), packs, language: path };
  if (own && (email === "" || email.toLowerCase() === own.email)) {
    const made = await call("/store/account/preorders", preorderSchema, { body: about, token: own.token });
    if (made.ok) return redirect(preorderPath(path, made.value.preorder), 303);
    return wrong([refused(made.refusal)], made.refusal.status);
  }
  const asked = await call("/store/preorders", z.unknown(), {
    body: { ...about, email },
    headers: clientAddress(request),
  });
  if (asked.ok) return data({ sent_to: email, problems: [] as Problem[], typed: NOTHING });
  if (asked.refusal.code === "invalid_input")
    return wrong([{ field: "write_to", text: t("season.wrongEmail") }], asked.refusal.status);
  return wrong([refused(asked.refusal)], asked.refusal.status);

  function refused(refusal: Refusal): Problem {
    const left = z.object({ details: z.object({ free: z.int() }) }).safeParse(refusal.details);
    // Of few households the number would say what one of them has in the field.
    const shown = product.coming?.expected_units !== null;
    const full = refusal.code === "preorders_full" && left.success && shown;
    return {
      field: fieldOf(refusal, "packs"),
      text: full ? t("preorder.full", { free: left.data.details.free }) : inWords(path, refusal),
    };
  }
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function PreorderPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("preorder");
  const path = usePath();
  const { product, own, title } = loaderData;
  const sent_to = actionData?.sent_to ?? null;
  return (
    <div className="narrow stack">
      <p className="small">
        <a href={`/${path}/products/${product.handle}`}>{product.title[path]}</a>
      </p>
      <h1 className="section-title">{sent_to === null ? title : t("askedTitle")}</h1>
      {sent_to !== null ? (
        <p className="note good" role="status">
          {t("asked", { email: sent_to })}
        </p>
      ) : product.coming || actionData ? (
        <>
          <ProblemSummary problems={actionData?.problems} />
          <PreorderForm
            product={product}
            own={actionData?.typed.write_to ? null : own}
            problems={actionData?.problems}
            typed={actionData?.typed ?? {}}
          />
        </>
      ) : (
        <p>{t("nothingExpected")}</p>
      )}
    </div>
  );
}
