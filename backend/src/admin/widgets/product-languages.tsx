import { defineWidgetConfig } from "@medusajs/admin-sdk";
import { MISSING } from "../lib/missing-words";
import { Box, State, Waiting } from "../lib/parts";
import { useAnswer } from "../lib/use-answer";
import { say, type Words } from "../lib/words";

interface Languages {
  village: (Words & { handle: string }) | null;
  cooperatives: Words[];
  missing: string[];
}

/** Whose product it is, and whether it has both languages. */
const ProductLanguages = ({ data }: { data: { id: string } }) => {
  const { body, state } = useAnswer<Languages>(`/admin/commonlot/products/${encodeURIComponent(data.id)}/languages`);
  return (
    <Box title={{ zh: "村庄和语言", en: "Village and languages" }}>
      <Waiting state={state} />
      {body ? (
        <dl className="flex flex-col gap-2">
          <dt className="text-ui-fg-subtle">{say({ zh: "村庄", en: "Village" })}</dt>
          <dd>{body.village ? say(body.village) : say({ zh: "没有", en: "none" })}</dd>
          <dt className="text-ui-fg-subtle">{say({ zh: "合作社", en: "Cooperative" })}</dt>
          <dd>{body.cooperatives.map(say).join(say({ zh: "、", en: ", " }))}</dd>
          <dt className="text-ui-fg-subtle">{say({ zh: "中英文", en: "Both languages" })}</dt>
          <dd>
            {body.missing.length === 0 ? (
              <State sign="✓" words={{ zh: "都齐", en: "complete" }} />
            ) : (
              body.missing.map((what) => (
                <div key={what}>
                  <State sign="✕" words={MISSING[what] ?? { zh: what, en: what }} />
                </div>
              ))
            )}
          </dd>
        </dl>
      ) : null}
    </Box>
  );
};
export default ProductLanguages;

export const config = defineWidgetConfig({ zone: "product.details.side.after" });
