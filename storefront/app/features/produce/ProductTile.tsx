import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath, type Both } from "../../lib/path";
import type { ProductCard } from "./data.server";
import { pictureOf } from "./pictures";
import { UnitPrice } from "./UnitPrice";
import { cheapest, GRAMS_PER_JIN, unitPrice } from "./unit-price";

export function ProductTile({ product, village }: { product: ProductCard; village?: Both | undefined }) {
  const t = useTranslations("produce");
  const f = useFormats();
  const path = usePath();
  const pack = cheapest(product.packs);
  return (
    <li className="tile">
      <img src={pictureOf(product.picture)} alt="" width="800" height="600" loading="lazy" />
      <div className="body">
        <h3>
          <a href={`/${path}/products/${product.handle}`}>{product.title[path]}</a>
        </h3>
        {village ? <p className="muted small">{village[path]}</p> : null}
        {pack ? (
          <>
            <p className="price">
              {product.unit === "g" ? (
                <>
                  {f.money(unitPrice(pack.price_minor, pack.units, GRAMS_PER_JIN), pack.currency)}
                  <small> {t("aJin")}</small>
                </>
              ) : (
                <>
                  {f.money(unitPrice(pack.price_minor, pack.units, 1), pack.currency)}
                  <small> {t("aPiece")}</small>
                </>
              )}
            </p>
            <p className="muted small">
              <UnitPrice pack={pack} unit={product.unit} />
            </p>
          </>
        ) : (
          <p className="muted">{t("noPacks")}</p>
        )}
      </div>
    </li>
  );
}
