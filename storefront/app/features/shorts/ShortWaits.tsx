import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { StateTag } from "../desk/StateTag";
import type { Short } from "./data.server";

const TONES = { waiting: "settling", filled: "approved", over: "open", cancelled: "open" } as const;

/** Packs that stay promised, and how that ended. */
export function ShortWaits({ waits }: { waits: Short["waits"] }) {
  const t = useTranslations("shortPolicy");
  const f = useFormats();
  return (
    <section className="stack">
      <h2>{t("waitsTitle")}</h2>
      <ul className="plain stack-s">
        {waits.map((one) => (
          <li key={one.order_line_id} className="panel row between">
            <span>{t("waits", { until: f.date(one.until), packs: one.packs })}</span>
            <StateTag state={TONES[one.state]} word={t(`states.${one.state}`)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
