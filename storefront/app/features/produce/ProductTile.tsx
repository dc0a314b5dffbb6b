import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath, type Both } from "../../lib/path";
import { Picture } from "../ui/Picture";
import { Tag } from "../ui/Tag";
import type { ProductCard } from "./data.server";
import { UnitPrice } from "./UnitPrice";
import { cheapest, GRAMS_PER_JIN, unitPrice } from "./unit-price";

/** `sizes`: how wide its picture stands, where it is not one of a grid. `gone`: nothing of it is to be had now. */
export function ProductTile({
  product,
  village,
  gone = false,
  sizes = "(min-width: 640px) 260px, 50vw",
}: {
  product: ProductCard;
  village?: Both | undefined;
  gone?: boolean;
  sizes?: string;
}) {
  const t = useTranslations("produce");
  const f = useFormats();
  const path = usePath();
  const pack = product.packs[0];
  const best = cheapest(product.packs);
  return (
    <li className="tile">
      <Picture of={product.picture} alt="" sizes={sizes} />
      <div className="body">
        <h3>
          <a href={`/${path}/products/${product.handle}`}>{product.title[path]}</a>
        </h3>
        {village ? <p className="muted small">{village[path]}</p> : null}
        <Closed product={product} gone={gone && pack !== undefined} />
        {pack ? (
          <>
            <p className="price">
              {f.money(pack.price_minor, pack.currency)} <small>{pack.title[path]}</small>
            </p>
            <p className="muted small">
              <UnitPrice pack={pack} unit={product.unit} />
            </p>
            {best && best !== pack && product.unit === "g" ? (
              <p className="small">
                {t("bigPack", {
                  pack: best.title[path],
                  price: f.money(unitPrice(best.price_minor, best.units, GRAMS_PER_JIN), best.currency),
                })}
              </p>
            ) : null}
          </>
        ) : (
          <p className="muted">{t("noPacks")}</p>
        )}
      </div>
    </li>
  );
}

/** Why goods can't be had now, and when they can: their order cycle is closed, or nothing is left before the next harvest. */
function Closed({ product, gone }: { product: ProductCard; gone: boolean }) {
  const t = useTranslations("produce");
  const cycle = useTranslations("cycle");
  const ofProduct = useTranslations("product");
  const f = useFormats();
  const { shut, picked_again } = product;
  if (shut)
    return (
      <p>
        <Tag look={{ sign: "◷", tone: "" }}>
          {shut.opens_at === null ? t("shut") : cycle("opensOn", { time: f.timeThere(shut.opens_at) })}
        </Tag>
      </p>
    );
  if (!gone) return null;
  return (
    <p className="row">
      <span className="tag">{t("noPacks")}</span>
      {picked_again ? (
        <span className="small muted">{ofProduct("nextHarvest", { date: f.date(picked_again) })}</span>
      ) : null}
    </p>
  );
}
