import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Both } from "../../lib/path";
import { ShopNav } from "../shop-desk/ShopNav";
import { ProblemSummary, type Problem } from "../ui/Field";
import { VillageNav, type VillagePart } from "./VillageNav";

/** The frame of a page on which facts of a village are written: where one is, what was just done, and what is wrong. */
export function VillageFacts({
  part,
  village,
  title,
  note,
  problems,
  children,
}: {
  part: Extract<VillagePart, "seasons" | "certificates" | "notices">;
  village: { id: string; handle: string; name: Both };
  title: string;
  note: string | null;
  problems: readonly Problem[] | undefined;
  children: ReactNode;
}) {
  const t = useTranslations("villageDesk");
  return (
    <section className="stack">
      <h1>{title}</h1>
      <ShopNav />
      <VillageNav id={village.id} handle={village.handle} here={part} />
      {note === null ? null : (
        <p className="note" role="status">
          {note}
        </p>
      )}
      <ProblemSummary problems={problems} />
      <p>{t(`${part}.lead`)}</p>
      {children}
    </section>
  );
}
