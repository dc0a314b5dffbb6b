import { defineRouteConfig } from "@medusajs/admin-sdk";
import { MISSING } from "../../lib/missing-words";
import { Cell, Panel } from "../../lib/panel";
import { moment, State } from "../../lib/parts";
import { useRows } from "../../lib/use-rows";
import { say, type Words } from "../../lib/words";

interface Village {
  id: string;
  handle: string;
  name: Words;
  region: Words;
  cooperatives: Words[];
  households: number;
  pictures: number;
  version: number;
  draft: { saved_by: string; saved_at: string } | null;
}

interface Untranslated {
  id: string;
  title: string;
  missing: string[];
}

/** Villages and how their pages stand; and what is on sale in one language only. */
const VillagesPage = () => {
  const villages = useRows<Village>("/admin/commonlot/villages");
  const lacking = useRows<Untranslated>("/admin/commonlot/untranslated");
  return (
    <div className="flex flex-col gap-4">
      <Panel
        title={{ zh: "村庄", en: "Villages" }}
        note={{
          zh: "网页由合作社的经理或村书记写，预览后发布。",
          en: "Their pages are written by a cooperative's manager or the village's secretary, and published after a preview.",
        }}
        none={{ zh: "还没有村庄。", en: "There is no village yet." }}
        columns={[
          { name: { zh: "村庄", en: "Village" } },
          { name: { zh: "产地馆", en: "Pavilion" } },
          { name: { zh: "合作社", en: "Cooperative" } },
          { name: { zh: "农户", en: "Households" }, number: true },
          { name: { zh: "图片", en: "Pictures" }, number: true },
          { name: { zh: "网页", en: "Page" } },
        ]}
        rows={villages}
      >
        {(one) => (
          <tr key={one.id} className="border-b last:border-b-0">
            <Cell>
              {say(one.name)} <span className="text-ui-fg-subtle">{one.handle}</span>
            </Cell>
            <Cell>{say(one.region)}</Cell>
            <Cell>{one.cooperatives.map(say).join(say({ zh: "、", en: ", " }))}</Cell>
            <Cell number>{one.households}</Cell>
            <Cell number>{one.pictures}</Cell>
            <Cell>
              {one.draft ? (
                <State
                  sign="✎"
                  words={{
                    zh: `草稿：${one.draft.saved_by}，${moment(one.draft.saved_at)}`,
                    en: `Draft by ${one.draft.saved_by}, ${moment(one.draft.saved_at)}`,
                  }}
                />
              ) : (
                <State sign="✓" words={{ zh: `第 ${one.version} 版`, en: `Version ${one.version}` }} />
              )}
            </Cell>
          </tr>
        )}
      </Panel>
      <Panel
        title={{ zh: "中英文不全的在售商品", en: "On sale in one language only" }}
        note={{
          zh: "店里这时用中文代替英文。请让合作社在工作台补齐。",
          en: "The shop shows the Chinese in place of the English. Ask the cooperative to fill it in at the desk.",
        }}
        none={{ zh: "✓ 在售商品的中英文都齐。", en: "✓ Everything on sale has both languages." }}
        columns={[{ name: { zh: "商品", en: "Product" } }, { name: { zh: "缺", en: "Missing" } }]}
        rows={lacking}
      >
        {(one) => (
          <tr key={one.id} className="border-b last:border-b-0">
            <Cell>
              <a className="text-ui-fg-interactive underline" href={`/app/products/${one.id}`}>
                {one.title}
              </a>
            </Cell>
            <Cell>{one.missing.map((what) => say(MISSING[what] ?? { zh: what, en: what })).join(" · ")}</Cell>
          </tr>
        )}
      </Panel>
    </div>
  );
};
export default VillagesPage;

export const config = defineRouteConfig({ label: "villages", translationNs: "commonlot" });
