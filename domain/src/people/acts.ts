/** What somebody may have done for a household, as words the pages translate. */
export const HOUSEHOLD_ACTS = [
  "opened",
  "registered",
  "changed",
  "consent_given",
  "consent_withdrawn",
  "delegate_added",
  "delegate_ended",
  "person_added",
  "person_removed",
  "account_set",
  "account_called_off",
  "pin_given",
  "objected",
  "forecast_declared",
  "forecast_withdrawn",
] as const;
export type HouseholdActKind = (typeof HOUSEHOLD_ACTS)[number];
