import { desk, everyone, office, type Row } from "./row";

const NOBODY_ELSE = { roles: [], other: 404 } as const;
/** A village of cooperative X: of the other manager's villages it is none. */
const village = (world: { ids: { village: string } }) => ({ id: world.ids.village });
const picture = (world: { ids: { village: string } }) => ({ ...village(world), picture_id: "picture_nobody" });
const product = (world: { ids: { product: string } }) => ({ id: world.ids.product });
const product_picture = (world: { ids: { product: string } }) => ({ ...product(world), picture_id: "picture_nobody" });
const texts = {
  title_zh: "矩阵",
  title_en: "Matrix",
  description_zh: "",
  description_en: "",
  storage_zh: "",
  storage_en: "",
};
const season = (world: { ids: { village: string } }) => ({ ...village(world), produce: "matrix" });
const of_certificate = (world: { ids: { village: string } }) => ({
  ...village(world),
  certificate_id: "cert_nobody",
  picture_id: "picture_nobody",
});
const of_notice = (world: { ids: { village: string } }) => ({ ...village(world), notice_id: "vnote_nobody" });
const days = { picked_from: "09-05", picked_to: "09-30", sent_from: "10-01", sent_to: "04-30" };
const certificate = {
  produce: null,
  kind: "organic",
  number: "M-1",
  issuer_zh: "机构",
  issuer_en: "Issuer",
  valid_from: "2001-01-02",
  valid_to: "2001-01-03",
};
const notice = { title_zh: "矩阵", title_en: "Matrix", text_zh: "矩阵", text_en: "Matrix", shown_to: null };
const first = { seen: 1 };
const words = { alt_zh: "核桃", alt_en: "Walnuts" };
const content = {
  story_zh: "矩阵",
  story_en: "Matrix",
  people_zh: "",
  people_en: "",
  season_zh: "季",
  season_en: "Season",
  town_zh: "镇",
  town_en: "Town",
  lng: null,
  lat: null,
};
/** As somebody who saw an old page: refused after it is known whose page it is, so that nothing changes. */
const seen = { seen: "page_0" };

/** What a cooperative and a village's secretary write in the shop. */
export const SHOP_WRITING_ROWS: readonly Row[] = [
  { method: "GET", path: "/desk/villages", expect: desk(200, { roles: [] }) },
  { method: "GET", path: "/desk/villages/:id/page", ids: village, expect: desk(200, NOBODY_ELSE) },
  { method: "GET", path: "/desk/villages/:id/preview", ids: village, expect: desk(200, NOBODY_ELSE) },
  {
    method: "POST",
    path: "/desk/villages/:id/draft",
    ids: village,
    expect: desk(409, NOBODY_ELSE),
    body: () => ({ ...seen, content }),
  },
  {
    method: "POST",
    path: "/desk/villages/:id/draft/discard",
    ids: village,
    expect: desk(409, NOBODY_ELSE),
    body: () => seen,
  },
  {
    method: "POST",
    path: "/desk/villages/:id/publish",
    ids: village,
    expect: desk(409, NOBODY_ELSE),
    body: () => seen,
  },
  { method: "GET", path: "/desk/villages/:id/pictures", ids: village, expect: desk(200, NOBODY_ELSE) },
  {
    method: "POST",
    path: "/desk/villages/:id/pictures",
    ids: village,
    query: () => `?${new URLSearchParams(words).toString()}`,
    // What is sent here is no picture.
    expect: desk(400, NOBODY_ELSE),
  },
  {
    method: "POST",
    path: "/desk/villages/:id/pictures/:picture_id",
    ids: picture,
    expect: desk(404, NOBODY_ELSE),
    body: () => words,
  },
  {
    method: "POST",
    path: "/desk/villages/:id/pictures/:picture_id/first",
    ids: picture,
    expect: desk(404, NOBODY_ELSE),
    body: () => ({}),
  },
  {
    method: "POST",
    path: "/desk/villages/:id/pictures/:picture_id/remove",
    ids: picture,
    expect: desk(404, NOBODY_ELSE),
    body: () => ({}),
  },
  { method: "GET", path: "/desk/villages/:id/seasons", ids: village, expect: desk(200, NOBODY_ELSE) },
  {
    method: "POST",
    path: "/desk/villages/:id/seasons",
    ids: village,
    // A produce that nobody knows.
    expect: desk(400, NOBODY_ELSE),
    body: () => ({ ...days, produce: "matrix" }),
  },
  {
    method: "POST",
    path: "/desk/villages/:id/seasons/:produce",
    ids: season,
    expect: desk(404, NOBODY_ELSE),
    body: () => ({ ...days, ...first }),
  },
  {
    method: "POST",
    path: "/desk/villages/:id/seasons/:produce/end",
    ids: season,
    expect: desk(404, NOBODY_ELSE),
    body: () => first,
  },
  { method: "GET", path: "/desk/villages/:id/certificates", ids: village, expect: desk(200, NOBODY_ELSE) },
  {
    method: "POST",
    path: "/desk/villages/:id/certificates",
    ids: village,
    // It ends before it begins.
    expect: desk(400, NOBODY_ELSE),
    body: () => ({ ...certificate, valid_to: "2001-01-01" }),
  },
  {
    method: "POST",
    path: "/desk/villages/:id/certificates/:certificate_id",
    ids: of_certificate,
    expect: desk(404, NOBODY_ELSE),
    body: () => ({ ...certificate, ...first }),
  },
  {
    method: "POST",
    path: "/desk/villages/:id/certificates/:certificate_id/withdraw",
    ids: of_certificate,
    expect: desk(404, NOBODY_ELSE),
    body: () => first,
  },
  {
    method: "POST",
    path: "/desk/villages/:id/certificates/:certificate_id/papers",
    ids: of_certificate,
    expect: desk(404, NOBODY_ELSE),
  },
  {
    method: "POST",
    path: "/desk/villages/:id/certificates/:certificate_id/papers/:picture_id/remove",
    ids: of_certificate,
    expect: desk(404, NOBODY_ELSE),
    body: () => ({}),
  },
  { method: "GET", path: "/desk/villages/:id/notices", ids: village, expect: desk(200, NOBODY_ELSE) },
  {
    method: "POST",
    path: "/desk/villages/:id/notices",
    ids: village,
    // A day that is over.
    expect: desk(400, NOBODY_ELSE),
    body: () => ({ ...notice, shown_from: "2001-01-01", idempotency_key: "matrix-notice" }),
  },
  {
    method: "POST",
    path: "/desk/villages/:id/notices/:notice_id",
    ids: of_notice,
    expect: desk(404, NOBODY_ELSE),
    body: () => ({ ...notice, ...first }),
  },
  {
    method: "POST",
    path: "/desk/villages/:id/notices/:notice_id/withdraw",
    ids: of_notice,
    expect: desk(404, NOBODY_ELSE),
    body: () => first,
  },
  {
    method: "GET",
    path: "/store/villages/:handle/notices",
    ids: () => ({ handle: "village-of-nobody" }),
    expect: everyone(404),
  },
  { method: "GET", path: "/desk/products", expect: desk(200, { roles: [] }) },
  {
    method: "POST",
    path: "/desk/products",
    // A pool that nobody has.
    expect: desk(404, { roles: [] }),
    body: () => ({ pool_id: "pool_nobody", texts, packs: [] }),
  },
  { method: "GET", path: "/desk/products/:id", ids: product, expect: desk(200, NOBODY_ELSE) },
  {
    method: "POST",
    path: "/desk/products/:id",
    ids: product,
    expect: desk(409, NOBODY_ELSE),
    body: () => ({ ...seen, texts, packs: [] }),
  },
  {
    method: "POST",
    path: "/desk/products/:id/publish",
    ids: product,
    expect: desk(409, NOBODY_ELSE),
    body: () => seen,
  },
  {
    method: "POST",
    path: "/desk/products/:id/withdraw",
    ids: product,
    expect: desk(409, NOBODY_ELSE),
    body: () => seen,
  },
  { method: "GET", path: "/desk/products/:id/pictures", ids: product, expect: desk(200, NOBODY_ELSE) },
  {
    method: "POST",
    path: "/desk/products/:id/pictures",
    ids: product,
    query: () => `?${new URLSearchParams(words).toString()}`,
    expect: desk(400, NOBODY_ELSE),
  },
  {
    method: "POST",
    path: "/desk/products/:id/pictures/:picture_id",
    ids: product_picture,
    expect: desk(404, NOBODY_ELSE),
    body: () => words,
  },
  {
    method: "POST",
    path: "/desk/products/:id/pictures/:picture_id/first",
    ids: product_picture,
    expect: desk(404, NOBODY_ELSE),
    body: () => ({}),
  },
  {
    method: "POST",
    path: "/desk/products/:id/pictures/:picture_id/remove",
    ids: product_picture,
    expect: desk(404, NOBODY_ELSE),
    body: () => ({}),
  },
  { method: "GET", path: "/desk/thanks", expect: desk(200, { roles: [] }) },
  ...["publish", "refuse"].map((act): Row => ({
    method: "POST",
    path: `/desk/thanks/:id/${act}`,
    ids: () => ({ id: "thanks_nobody" }),
    body: () => (act === "refuse" ? { reason: "matrix" } : {}),
    expect: desk(404, { roles: [] }),
  })),
  {
    method: "GET",
    path: "/store/certificate-papers/:file",
    ids: () => ({ file: "no.pdf" }),
    expect: everyone(404),
  },
  { method: "GET", path: "/store/pictures/:file", ids: () => ({ file: "no.jpg" }), expect: everyone(404) },
  { method: "GET", path: "/office/village/page", expect: office(200) },
  { method: "GET", path: "/office/village/preview", expect: office(200) },
  { method: "POST", path: "/office/village/draft", expect: office(409), body: () => ({ ...seen, content }) },
  { method: "POST", path: "/office/village/draft/discard", expect: office(409), body: () => seen },
  { method: "POST", path: "/office/village/publish", expect: office(409), body: () => seen },
];
