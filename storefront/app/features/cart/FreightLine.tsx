import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { Freight } from "./freight.server";

interface Props {
  readonly freight: Freight | null;
  readonly cooperative_id: string;
  readonly currency: string;
}

/** What the parcels of one cooperative cost, who carries them and how long that usually takes. */
export function FreightLine({ freight, cooperative_id, currency }: Props) {
  const t = useTranslations("cart.freight");
  const days = useTranslations("product");
  const f = useFormats();
  const path = usePath();
  const part = freight?.parts.find((one) => one.cooperative_id === cooperative_id);
  if (!freight || !part) return null;
  const { arrival } = part;
  return (
    <p className="row between">
      <span>
        {t(freight.at_most ? "atMost" : "ofParcels", { count: part.parcels })}
        <span className="muted small">
          {" "}
          {part.carriers.map((carrier) => carrier[path]).join(path === "zh" ? "、" : ", ")}
          {arrival ? (
            <>
              {" · "}
              {t("arrives", {
                days:
                  arrival.usual_days === arrival.latest_days
                    ? days("days", { count: arrival.latest_days })
                    : days("dayRange", { usual: arrival.usual_days, latest: arrival.latest_days }),
              })}
            </>
          ) : null}
        </span>
      </span>
      <span className="tabular">{f.money(part.freight_minor, currency)}</span>
    </p>
  );
}
