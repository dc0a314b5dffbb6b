import type { Problem } from "../ui/Field";

/** The name of a field in the form of one thing among several, so that a problem leads to the right one; `id` is empty for a new one. */
export const fieldOf = (field: string, id: string): string => (id === "" ? field : `${field}-${id}`);

/** What a form answered: what was typed, and which of the forms it was. */
export interface Answered {
  readonly problems: readonly Problem[];
  readonly typed: Readonly<Record<string, string>>;
  readonly id: string;
}

export const SEASON_DAYS = ["picked_from", "picked_to", "sent_from", "sent_to"] as const;
export const CERTIFICATE_KINDS = ["organic", "green", "geographical", "gap"] as const;
export const CERTIFICATE_FIELDS = [
  "kind",
  "number",
  "produce",
  "issuer_zh",
  "issuer_en",
  "valid_from",
  "valid_to",
] as const;
export const NOTICE_TEXTS = ["title_zh", "title_en", "text_zh", "text_en"] as const;
