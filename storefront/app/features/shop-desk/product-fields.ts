// Fields of a product's form, in its order.

/** Texts without their language, how many lines they take, and how long they may be. */
export const PRODUCT_TEXTS = [
  ["title", 1, 80],
  ["description", 4, 1_000],
  ["storage", 2, 300],
] as const;

export const PRODUCT_FIELDS = PRODUCT_TEXTS.flatMap(([text]) =>
  (["zh", "en"] as const).map((language) => `${text}_${language}` as const),
);

/** What stands behind the name of the fields of a pack that is not there yet: "price_new". */
export const NEW_PACK = "new";
