/** As the forms offer them, and as the backend names them. */
export const ROLES = ["owner", "buyer", "approver", "accountant"] as const;
export const PAPERS = ["licence", "representative_id", "bank_account"] as const;
export const WINDOWS = ["day", "week", "month"] as const;
export const STATES = ["registered", "documents_asked", "approved", "refused", "suspended", "closed"] as const;
export type State = (typeof STATES)[number];
export const ACTS = [
  "registered",
  "came_again",
  "document_added",
  "document_removed",
  "invited",
  "invite_withdrawn",
  "joined",
  "member_changed",
  "member_left",
  "address_added",
  "address_changed",
  "address_removed",
  "terms_set",
  "documents_asked",
  "approved",
  "refused",
  "suspended",
  "closed",
] as const;

/** What a company's money and days are counted in, the usual ones first. */
export const CURRENCIES = ["CNY", "HKD", "USD", "EUR", "JPY", "GBP", "SGD"] as const;
export const TIME_ZONES = [
  "Asia/Shanghai",
  "Asia/Urumqi",
  "Asia/Hong_Kong",
  "Asia/Tokyo",
  "Asia/Singapore",
  "Europe/London",
  "Europe/Paris",
  "Europe/Berlin",
  "America/New_York",
  "America/Los_Angeles",
  "Australia/Sydney",
] as const;
