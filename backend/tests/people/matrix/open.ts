import { everyone, type Row } from "./row";

/** Routes of the store: open to everybody with the shop's key, and silent about people. */
export const STORE_ROWS: readonly Row[] = [
  { method: "GET", path: "/store/villages", expect: everyone(200) },
  { method: "GET", path: "/store/find", query: () => "?q=hetao&season=1", expect: everyone(200) },
  { method: "GET", path: "/store/home", expect: everyone(200) },
  { method: "GET", path: "/store/cycles", expect: everyone(200) },
  { method: "GET", path: "/store/selling", query: () => "?product_ids=prod_of_nobody", expect: everyone(200) },
  { method: "GET", path: "/store/pavilions/:handle", ids: () => ({ handle: "wudu" }), expect: everyone(200) },
  { method: "GET", path: "/store/villages/:handle", ids: () => ({ handle: "maya" }), expect: everyone(200) },
  { method: "GET", path: "/store/produce", query: () => "?ids=prod_of_nobody", expect: everyone(200) },
  { method: "GET", path: "/store/names", query: () => "?title=nobody", expect: everyone(200) },
  {
    method: "GET",
    path: "/store/produce/:product_id",
    ids: (world) => ({ product_id: world.ids.product }),
    expect: everyone(200),
  },
  {
    method: "GET",
    path: "/store/trace/:parcel_number",
    ids: (world) => ({ parcel_number: world.ids.parcel_number }),
    expect: everyone(200),
  },
  // No order of Medusa's stands behind that parcel: nobody is its buyer.
  {
    method: "GET",
    path: "/store/trace/:parcel_number/thanks",
    ids: (world) => ({ parcel_number: world.ids.parcel_number }),
    expect: everyone(200),
  },
  {
    method: "POST",
    path: "/store/trace/:parcel_number/thanks",
    ids: (world) => ({ parcel_number: world.ids.parcel_number }),
    body: () => ({ words: "matrix" }),
    expect: everyone(404),
  },
  {
    method: "GET",
    path: "/store/season/goods/:handle/:produce",
    ids: () => ({ handle: "maya", produce: "walnut" }),
    expect: everyone(200),
  },
  // The same for every address, or one asking of this machine too many by now.
  {
    method: "POST",
    path: "/store/season/subscriptions",
    body: () => ({ village: "maya", produce: "walnut", email: "matrix@shop.example" }),
    expect: everyone([202, 429]),
  },
  // Without the key of its link there is nothing to see, whoever asks.
  {
    method: "GET",
    path: "/store/season/subscriptions/:id",
    ids: () => ({ id: "season_nobody" }),
    query: () => "?act=stop&key=none",
    expect: everyone(404),
  },
  ...["confirm", "stop"].map((act): Row => ({
    method: "POST",
    path: `/store/season/subscriptions/:id/${act}`,
    ids: () => ({ id: "season_nobody" }),
    body: () => ({ key: "none" }),
    expect: everyone(404),
  })),
  { method: "GET", path: "/store/account/seasons", expect: everyone(401, { buyer: 403 }) },
  {
    method: "POST",
    path: "/store/account/seasons",
    body: () => ({ village: "maya", produce: "walnut" }),
    expect: everyone(401, { buyer: 403 }),
  },
  {
    method: "POST",
    path: "/store/account/seasons/:id/stop",
    ids: () => ({ id: "season_nobody" }),
    body: () => ({}),
    expect: everyone(401, { buyer: 403 }),
  },
  // The same for every address, or one asking of this machine too many by now; nobody has this pack.
  {
    method: "POST",
    path: "/store/preorders",
    body: () => ({ product_id: "prod_nobody", variant_id: "variant_nobody", packs: 1, email: "matrix@shop.example" }),
    expect: everyone([404, 429]),
  },
  {
    method: "GET",
    path: "/store/preorders/:id",
    ids: () => ({ id: "preorder_nobody" }),
    query: () => "?key=none",
    expect: everyone(404),
  },
  ...(
    [
      ["confirm", {}],
      ["withdraw", {}],
      ["packs", { packs: 1 }],
      ["basket", { region_id: "reg_nobody" }],
    ] as const
  ).map(([act, more]): Row => ({
    method: "POST",
    path: `/store/preorders/:id/${act}`,
    ids: () => ({ id: "preorder_nobody" }),
    body: () => ({ key: "none", ...more }),
    expect: everyone(404),
  })),
  { method: "GET", path: "/store/account/preorders", expect: everyone(401, { buyer: 403 }) },
  {
    method: "POST",
    path: "/store/account/preorders",
    body: () => ({ product_id: "prod_nobody", variant_id: "variant_nobody", packs: 1 }),
    expect: everyone(401, { buyer: 403 }),
  },
  // The parcel of this test belongs to no order of Medusa's: what an order shows is the journey test's.
  {
    method: "GET",
    path: "/store/orders/:id/parcels",
    ids: (world) => ({ id: world.ids.order }),
    expect: everyone(404),
  },
  {
    method: "POST",
    path: "/store/checkouts",
    body: () => ({
      cart_id: "cart_nobody",
      shipping_address: { country_code: "cn" },
      shipping_option_id: "so_nobody",
      payment: {},
    }),
    expect: everyone(404),
  },
  { method: "GET", path: "/store/carts/:id/fit", ids: () => ({ id: "cart_nobody" }), expect: everyone(404) },
  { method: "GET", path: "/store/carts/:id/freight", ids: () => ({ id: "cart_nobody" }), expect: everyone(404) },
  { method: "GET", path: "/store/carts/:id/places", ids: () => ({ id: "cart_nobody" }), expect: everyone(404) },
  { method: "GET", path: "/store/carts/:id/pickup", ids: () => ({ id: "cart_nobody" }), expect: everyone(404) },
  {
    method: "POST",
    path: "/store/carts/:id/pickup",
    ids: () => ({ id: "cart_nobody" }),
    body: () => ({ points: [] }),
    expect: everyone(404),
  },
  { method: "GET", path: "/store/carts/:id/short-choice", ids: () => ({ id: "cart_nobody" }), expect: everyone(404) },
  {
    method: "POST",
    path: "/store/carts/:id/short-choice",
    ids: () => ({ id: "cart_nobody" }),
    body: () => ({ choice: "wait" }),
    expect: everyone(404),
  },
  {
    method: "POST",
    path: "/store/carts/:id/delivery",
    ids: () => ({ id: "cart_nobody" }),
    body: () => ({ shipping_address: { country_code: "cn" } }),
    expect: everyone(404),
  },
  // A buyer's token here is that of an account which proved nothing, and has no customer: what a real one opens is the buyers' own test.
  { method: "GET", path: "/store/account", expect: everyone(401, { buyer: 404 }) },
  { method: "GET", path: "/store/account/orders", expect: everyone(401, { buyer: 403 }) },
  {
    method: "POST",
    path: "/store/account/orders",
    body: () => ({ order_id: "order_nobody" }),
    expect: everyone(401, { buyer: 403 }),
  },
  { method: "GET", path: "/store/account/export", expect: everyone(401, { buyer: 403 }) },
  {
    method: "POST",
    path: "/store/account/erasure",
    body: () => ({ password: "not this one" }),
    expect: everyone(401, { buyer: 403 }),
  },
  // The first asks, the others are told that it was a moment ago.
  {
    method: "POST",
    path: "/store/account/codes",
    body: () => ({ email: "matrix@shop.example" }),
    expect: everyone([202, 400]),
  },
  {
    method: "POST",
    path: "/store/account/proofs",
    body: () => ({ email: "matrix@shop.example", code: "000000", password: "three walnuts fall" }),
    // Wrong for everybody, or one guess of this machine too many by now.
    expect: everyone([400, 429]),
  },
  // Asked wrongly, so that the buyer's session lives on for the other rows.
  { method: "POST", path: "/store/account/sign-out", body: () => ({ more: 1 }), expect: everyone(401, { buyer: 400 }) },
  {
    method: "POST",
    path: "/store/orders/:id/cancel",
    ids: (world) => ({ id: world.ids.order }),
    expect: everyone(404),
  },
  {
    method: "POST",
    path: "/store/orders/:id/short-choice",
    ids: (world) => ({ id: world.ids.order }),
    body: () => ({ choice: "refund" }),
    expect: everyone(404),
  },
  {
    method: "GET",
    path: "/store/orders/:id/invoices",
    ids: (world) => ({ id: world.ids.order }),
    expect: everyone(404),
  },
  {
    method: "POST",
    path: "/store/orders/:id/invoices",
    ids: (world) => ({ id: world.ids.order }),
    expect: everyone(404),
  },
  {
    method: "GET",
    path: "/store/orders/:id/invoices/file",
    ids: (world) => ({ id: world.ids.order }),
    expect: everyone(404),
  },
  {
    method: "GET",
    path: "/store/orders/:id/invoices/:invoice_id/file",
    ids: (world) => ({ id: world.ids.order, invoice_id: "inv_nobody" }),
    expect: everyone(404),
  },
  { method: "POST", path: "/store/payments", body: () => ({ cart_id: "cart_nobody" }), expect: everyone(404) },
  {
    method: "POST",
    path: "/store/wholesale/addressee-lists",
    body: () => ({
      title: "matrix",
      addressees: [
        { name: "canary-list", phone: "13800000000", province_code: "广东省", address: "体育东路 1 号", packs: 1 },
      ],
    }),
    expect: everyone(201),
  },
  {
    method: "GET",
    path: "/store/wholesale/addressee-lists/:id",
    ids: (world) => ({ id: world.ids.list }),
    expect: everyone(200),
  },
];

/** What providers call: nothing without their signature, whoever asks. */
export const HOOK_ROWS: readonly Row[] = [
  { method: "POST", path: "/hooks/stripe", body: () => ({ id: "evt_forged" }), expect: everyone(400) },
  { method: "POST", path: "/hooks/carrier", body: () => ({ id: "evt_forged" }), expect: everyone(400) },
];

export const OPERATOR_ROWS: readonly Row[] = [
  { method: "GET", path: "/admin/health/invariants", expect: everyone(401, { operator: 200 }) },
  { method: "GET", path: "/admin/house/summary", expect: everyone(401, { operator: 200 }) },
  ...[
    "reconciliation",
    "processor-transactions",
    "processor-items",
    "payouts",
    "cycles",
    "webhooks",
    "queues",
    "operator-acts",
    "villages",
    "cooperatives",
    "untranslated",
  ].map((path): Row => ({ method: "GET", path: `/admin/commonlot/${path}`, expect: everyone(401, { operator: 200 }) })),
  {
    method: "GET",
    path: "/admin/commonlot/products/:id/languages",
    ids: (world) => ({ id: world.ids.product }),
    expect: everyone(401, { operator: 200 }),
    // Of a product that nobody has there is nothing to say.
    missing: 200,
  },
  // Ids that nobody has: who may ask is told that there is none.
  ...["processor-items/:id/take", "webhooks/:id/replay", "dead-letters/:id/retry"].map((path): Row => ({
    method: "POST",
    path: `/admin/commonlot/${path}`,
    ids: () => ({ id: "nothing_of_this_name" }),
    expect: everyone(401, { operator: 404 }),
  })),
  {
    method: "POST",
    path: "/admin/commonlot/processor-items/:id/answer",
    ids: () => ({ id: "nothing_of_this_name" }),
    expect: everyone(401, { operator: 404 }),
    body: () => ({ reason: "matrix", book: false }),
  },
  {
    method: "GET",
    path: "/admin/commonlot/payouts/:id",
    ids: () => ({ id: "nothing_of_this_name" }),
    expect: everyone(401, { operator: 404 }),
  },
];

export const HOUSE_ROWS: readonly Row[] = [
  { method: "GET", path: "/ready", expect: everyone(200) },
  // For our storefront, which is no person.
  { method: "GET", path: "/house/changes", expect: everyone(401) },
];
