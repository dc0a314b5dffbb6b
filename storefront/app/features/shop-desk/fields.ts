// Fields of a village's page, in the order of the form.

/** Texts without their language, and how many lines they take. */
export const TEXTS = [
  ["story", 10, 2_000],
  ["people", 4, 600],
  ["season", 1, 80],
  ["town", 1, 80],
] as const;

export const LANGUAGES = ["zh", "en"] as const;
export const TEXT_FIELDS = TEXTS.flatMap(([text]) => LANGUAGES.map((language) => `${text}_${language}` as const));
export const PLACE_FIELDS = ["lng", "lat"] as const;
