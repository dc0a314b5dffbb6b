import { useTranslations } from "use-intl";
import type { ProductCard } from "../produce/data.server";
import { Pages } from "../find/Pages";
import { Input, TextArea, type Problem } from "../ui/Field";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { FreightTables, type NamedFreight } from "./Freight";

export interface Asking {
  /** The lines name their packs: nothing is to be chosen. */
  readonly named: boolean;
  readonly products: readonly Pick<ProductCard, "id" | "title" | "packs">[];
  readonly q: string;
  readonly page: number;
  readonly pages: number;
  /** "product:variant", or empty. */
  readonly pack: string;
  readonly freight: NamedFreight | null;
  /** Why the pack that was chosen can't be priced. */
  readonly unpriced: string | null;
  readonly key: string;
}

/** What everybody gets: a pack is chosen, unless the lines name theirs, its dry run looked at, then a quote asked for. */
export function Ask({
  asking,
  here,
  typed,
  problems,
}: {
  asking: Asking;
  here: string;
  typed: Record<string, string>;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("addressees");
  const quote = useTranslations("quote");
  const { named, pack, freight, unpriced, key } = asking;
  return (
    <section className="stack" id="ask">
      <h2>{t(named ? "askGoodsTitle" : "askTitle")}</h2>
      {named ? <p>{t("askGoodsLead")}</p> : <ChoosePack asking={asking} here={here} problems={problems} />}
      {unpriced === null ? null : (
        <p className="wrong" role="alert">
          {unpriced}
        </p>
      )}
      {freight === null ? null : (
        <>
          <FreightTables freight={freight} />
          <form method="post" className="stack" noValidate>
            <input type="hidden" name="idempotency_key" value={typed.idempotency_key ?? key} />
            {named ? (
              <input type="hidden" name="names_goods" value="yes" />
            ) : (
              <input type="hidden" name="pack" value={pack} />
            )}
            <Input
              name="wanted_on"
              label={quote("wantedOn")}
              type="date"
              required
              defaultValue={typed.wanted_on}
              problems={problems}
            />
            <TextArea
              name="words"
              label={quote("words")}
              hint={quote("askWordsHint")}
              rows={4}
              maxLength={2000}
              defaultValue={typed.words}
              problems={problems}
            />
            <p>
              <button className="button" name="intent" value="ask">
                {t("askGo")}
              </button>
            </p>
          </form>
        </>
      )}
    </section>
  );
}

/** One pack for everybody. */
function ChoosePack({
  asking: { products, q, page, pages, pack },
  here,
  problems,
}: {
  asking: Asking;
  here: string;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("addressees");
  const quote = useTranslations("quote");
  const f = useFormats();
  const path = usePath();
  const wrong = problems?.find(({ field }) => field === "pack");
  return (
    <>
      <form action={`${here}#ask`} className="row">
        <label htmlFor="find">{quote("find")}</label>
        <input id="find" name="q" type="search" defaultValue={q} maxLength={80} />
        <button className="button second">{quote("findGo")}</button>
      </form>
      <form action={`${here}#ask`} className="stack">
        {q === "" ? null : <input type="hidden" name="q" value={q} />}
        {page > 1 ? <input type="hidden" name="page" value={page} /> : null}
        <div className="field">
          <label htmlFor="pack">{t("pack")}</label>
          {wrong ? (
            <span className="wrong" id="pack-wrong">
              {wrong.text}
            </span>
          ) : null}
          <select id="pack" name="pack" defaultValue={pack} aria-describedby={wrong ? "pack-wrong" : undefined}>
            <option value="">{t("choosePack")}</option>
            {products.flatMap((product) =>
              product.packs.map((one) => (
                <option key={one.variant_id} value={`${product.id}:${one.variant_id}`}>
                  {`${product.title[path]} ${one.title[path]} (${f.money(one.price_minor, one.currency)})`}
                </option>
              )),
            )}
          </select>
        </div>
        <p>
          <button className="button second">{t("price")}</button>
        </p>
      </form>
      <Pages
        page={page}
        pages={pages}
        to={(to) => `${here}?${new URLSearchParams({ ...(q === "" ? {} : { q }), page: String(to) }).toString()}#ask`}
      />
    </>
  );
}
