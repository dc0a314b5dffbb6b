/** What a person types of a pick-up point besides where it is; as the backend names it. */
export const TEXTS = [
  "name_zh",
  "name_en",
  "street",
  "hours_zh",
  "hours_en",
  "phone",
  "notes_zh",
  "notes_en",
  "valid_from",
  "valid_to",
] as const;
