import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { countOf, fetchCart } from "../features/cart/data.server";
import { actOn, basketOf, packsIn, preorderOf } from "../features/preorder/data.server";
import { MOST_PACKS } from "../features/preorder/most";
import { Queue } from "../features/preorder/PreorderForm";
import { regionId } from "../features/produce/data.server";
import { Input } from "../features/ui/Field";
import { inWords, text } from "../features/ui/form.server";
import { say } from "../i18n/say.server";
import { useFormats } from "../lib/formats";
import { pathParam, usePath } from "../lib/path";
import { putAside, saved, shopSession, tokenOf } from "../lib/sessions.server";
import type { Route } from "./+types/preorder-own";

/** A plain document. Opening it changes nothing, for mail programs open links by themselves. */
export const handle = { still: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const preorder = await preorderOf(request, params.id);
  return { preorder, title: say(path)(`preorder.states.${preorder?.state ?? "gone"}`) };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const form = await request.formData();
  const intent = text(form, "intent");
  const here = `/${path}/preorders/${encodeURIComponent(params.id)}${new URL(request.url).search}`;
  const wrong = (problem: string, status: number) => data({ problem }, { status });
  if (intent === "pay") {
    const basket = await basketOf(request, params.id, await regionId(), await tokenOf(request, "account"));
    if (!basket.ok) return wrong(inWords(path, basket.refusal), basket.refusal.status);
    const session = await shopSession(request);
    const cart = await fetchCart(basket.value.cart_id);
    putAside(session, basket.value.cart_id, cart.ok ? countOf(cart.value.cart) : 1);
    return redirect(`/${path}/cart`, { status: 303, headers: await saved(session) });
  }
  const packs = packsIn(form);
  if (intent === "packs" && packs === null) return wrong(say(path)("preorder.badPacks", { max: MOST_PACKS }), 400);
  const done =
    intent === "packs"
      ? await actOn(request, params.id, "packs", { packs })
      : await actOn(request, params.id, intent === "withdraw" ? "withdraw" : "confirm");
  return done.ok ? redirect(here, 303) : wrong(inWords(path, done.refusal), done.refusal.status);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function OwnPreorderPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("preorder");
  const f = useFormats();
  const path = usePath();
  const { preorder, title } = loaderData;
  if (preorder === null)
    return (
      <div className="narrow stack">
        <h1 className="section-title">{title}</h1>
        <p>{t("gone")}</p>
        <p>
          <a href={`/${path}`}>{t("toVillages")}</a>
        </p>
      </div>
    );
  const { state, packs, packs_kept, product, pack } = preorder;
  const waits = state === "asked" || state === "waiting";
  const payable = state === "kept" || state === "basket";
  return (
    <div className="narrow stack">
      <h1 className="section-title">{title}</h1>
      {actionData ? (
        <p className="problems" role="alert">
          {actionData.problem}
        </p>
      ) : null}
      <dl className="facts">
        <dt>{t("goods")}</dt>
        <dd>
          {product ? <a href={`/${path}/products/${product.handle}`}>{product.name[path]}</a> : t("goodsGone")}
          {pack ? ` · ${pack[path]}` : null}
        </dd>
        <dt>{t("number")}</dt>
        <dd>{t("count", { count: packs })}</dd>
        {state === "waiting" || payable ? (
          <>
            <dt>{t("keptSoFar")}</dt>
            <dd>{t("count", { count: packs_kept })}</dd>
          </>
        ) : null}
        {payable && preorder.kept_until ? (
          <>
            <dt>{t("until")}</dt>
            <dd>{f.timeThere(preorder.kept_until)}</dd>
          </>
        ) : null}
      </dl>
      {waits && preorder.coming ? (
        <Queue coming={preorder.coming} unit={preorder.unit} before_units={preorder.before_units} />
      ) : null}
      {state === "asked" ? (
        <form method="post">
          <button className="button" name="intent" value="confirm">
            {t("confirm")}
          </button>
        </form>
      ) : null}
      {state === "waiting" ? <p>{t("waitsLead")}</p> : null}
      {payable ? (
        <form method="post" className="stack-s">
          <p>{packs_kept < packs ? t("keptSome", { kept: packs_kept, packs }) : t("keptAll")}</p>
          <button className="button" name="intent" value="pay">
            {t("pay")}
          </button>
        </form>
      ) : null}
      {state === "withdrawn" || state === "lapsed" ? (
        <p className="note">{t(`ended.${preorder.ended_reason ?? "withdrawn"}`)}</p>
      ) : null}
      {state === "waiting" ? (
        <form method="post" className="stack-s" noValidate>
          <Input
            name="packs"
            label={t("otherNumber")}
            hint={t("otherNumberHint")}
            type="number"
            inputMode="numeric"
            min={1}
            max={MOST_PACKS}
            step={1}
            defaultValue={String(packs)}
            required
          />
          <button className="button second" name="intent" value="packs">
            {t("change")}
          </button>
        </form>
      ) : null}
      {waits || payable ? (
        <details>
          <summary>{t("withdraw")}</summary>
          <form method="post" className="stack-s">
            <p>{t("withdrawSure")}</p>
            <button className="button quiet" name="intent" value="withdraw">
              {t("withdrawYes")}
            </button>
          </form>
        </details>
      ) : null}
    </div>
  );
}
