import { useTranslations } from "use-intl";
import { Input, Select } from "../ui/Field";
import type { PointOrdersAsked } from "./data.server";

/** What is asked of the list, as an address keeps it. */
export function queryOf({ over, search, point_id }: PointOrdersAsked, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    ...(over ? { over: "1" } : {}),
    ...(search === "" ? {} : { search }),
    ...(point_id === "" ? {} : { point_id }),
    ...more,
  }).toString();
  return query === "" ? "" : `?${query}`;
}

/** Finds what somebody at the counter asks for: by the order, the phone or the name, and by point where there are several. */
export function PointOrderSearch({
  here,
  asked,
  points,
}: {
  here: string;
  asked: PointOrdersAsked;
  points: readonly { id: string; name: string }[];
}) {
  const t = useTranslations("pickupDesk.orders.find");
  return (
    <form method="get" action={here} className="row" role="search">
      {asked.over ? <input type="hidden" name="over" value="1" /> : null}
      <Input
        name="search"
        label={t("search")}
        hint={t("hint")}
        autoComplete="off"
        maxLength={60}
        defaultValue={asked.search}
      />
      {points.length < 2 ? null : (
        <Select name="point_id" label={t("point")} defaultValue={asked.point_id}>
          <option value="">{t("allPoints")}</option>
          {points.map((point) => (
            <option key={point.id} value={point.id}>
              {point.name}
            </option>
          ))}
        </Select>
      )}
      <button className="button second">{t("find")}</button>
      {asked.search === "" && asked.point_id === "" ? null : (
        <a href={`${here}${queryOf({ ...asked, search: "", point_id: "" })}`}>{t("all")}</a>
      )}
    </form>
  );
}
