import { ruleOfShort, type ShortChoice, type ShortRule } from "@commonlot/domain";
import type { PackingList } from "../../../lib/packing-list";
import type { ShortFacts } from "../../../modules/pool/short-facts";
import type { ShortRow, StoredPlan } from "../../../modules/pool/short-types";

// Whose word each line of a short goes by (docs/adr/0054), and what of that is kept with the plan.

/** What is done about a line's missing packs and by whose word, what its buyer chose, and what held if the entry said nothing. */
export interface RuleOfLine extends ShortRule {
  choice: ShortChoice | null;
  unsaid: ShortRule;
}

export type RulesOfLines = ReadonlyMap<string, RuleOfLine>;

/** By line. An order that can't be filled may be of several cooperatives: the entry speaks for the packs of its own. */
export function rulesOf(
  short: ShortRow,
  facts: ShortFacts,
  lists: readonly PackingList[],
  choices: ReadonlyMap<string, ShortChoice>,
): Map<string, RuleOfLine> {
  const pools = new Map(facts.pools.map((one) => [one.pool, one]));
  return new Map(
    lists.flatMap((list) =>
      list.lines.map((line) => {
        const pool = pools.get(line.pool_id);
        const choice = choices.get(list.order_id) ?? null;
        const said = {
          choice,
          pool: { policy: pool?.policy ?? ("substitute" as const), has_other: Boolean(pool?.other_pool_id) },
        };
        const entry = line.cooperative_id === short.cooperative_id ? short.policy : null;
        const unsaid = ruleOfShort({ ...said, entry: null });
        return [line.id, { ...ruleOfShort({ ...said, entry }), choice, unsaid }] as const;
      }),
    ),
  );
}

/** What each order's buyer had chosen when this was decided: another choice since, and the plan no longer holds. */
export function chosenOf(
  rules: RulesOfLines,
  lists: readonly PackingList[],
  orders: readonly string[],
): NonNullable<StoredPlan["chosen"]> {
  const choices = new Map(lists.map((list) => [list.order_id, rules.get(list.lines[0]?.id ?? "")?.choice ?? null]));
  return Object.fromEntries(orders.map((order_id) => [order_id, choices.get(order_id) ?? null]));
}

export function ruledBy(rules: RulesOfLines, order_line: string): Pick<StoredPlan["lines"][number], "ruled_by"> {
  const rule = rules.get(order_line);
  return rule === undefined ? {} : { ruled_by: rule.by };
}
