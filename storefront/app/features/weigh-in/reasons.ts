// As the backend names them; their words are texts.

export const CORRECTION_REASONS = [
  "weighed_again",
  "typing_error",
  "wrong_container",
  "wrong_deduction",
  "other",
] as const;
export const CULL_REASONS = ["mould", "insects", "broken", "unripe", "wet", "spoilt", "other"] as const;
