import type { RuleVersion } from "../../../../../modules/pool/rules";

/** A version as the desk sees it; `mine`: the reader proposed it, so somebody else must decide. */
export function ruleView(version: RuleVersion, people: ReadonlyMap<string, string>, reader: string) {
  return {
    id: version.id,
    version: version.version,
    rule: version.rule,
    cap_units: version.cap_units,
    min_take_units: version.min_take_units,
    season_days: version.season_days,
    state: version.state,
    reason: version.reason,
    proposed_by: people.get(version.proposed_by) ?? version.proposed_by,
    proposed_at: version.proposed_at.toISOString(),
    decided_by: version.decided_by === null ? null : (people.get(version.decided_by) ?? version.decided_by),
    decided_at: version.decided_at?.toISOString() ?? null,
    mine: version.proposed_by === reader,
  };
}
