// The closed lists of the register, as the forms offer them.

export const PURPOSES = ["public_name", "benefit_proof"] as const;
export const PROOF_KINDS = ["paper", "spoken", "phone"] as const;
export const AGREED = ["present", "phone", "paper"] as const;
export const RELATIONS = ["head", "spouse", "child", "parent", "other"] as const;

/** What somebody may have done for a household. */
export const ACTS = [
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
