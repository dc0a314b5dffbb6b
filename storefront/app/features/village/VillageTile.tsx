import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import { Picture } from "../ui/Picture";
import type { VillageCard } from "./data.server";

/** `harvest`: when it picks, where that is why the village is shown. */
export function VillageTile({ village, harvest }: { village: VillageCard; harvest?: string }) {
  const t = useTranslations("village");
  const path = usePath();
  return (
    <li className="tile land">
      <Picture of={village.picture} alt="" sizes="(min-width: 700px) 360px, 100vw" />
      <div className="body">
        <h3>
          <a href={`/${path}/villages/${village.handle}`}>{village.name[path]}</a>
        </h3>
        <p className="muted small">
          {t("place", { town: village.town[path], county: village.county[path], province: village.province[path] })}
        </p>
        <p>{harvest === undefined ? village.season[path] : <span className="tag good">{harvest}</span>}</p>
        <p className="small muted">{t("households", { count: village.households })}</p>
      </div>
    </li>
  );
}
