import { desk, everyone, household, of, type Row } from "./row";

const ACCOUNTANT = ["accountant"] as const;

/** Papers about money, cash, totals, and the board that a village reads. */
export const PAPER_ROWS: readonly Row[] = [
  {
    method: "GET",
    path: "/desk/statements/:id",
    ids: of("statement"),
    expect: desk(200, { roles: ACCOUNTANT, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/money-papers",
    body: (world) => ({ kind: "statement", statement_id: world.ids.statement }),
    expect: desk(202, { roles: ACCOUNTANT, other: 404 }),
  },
  {
    method: "GET",
    path: "/desk/money-papers/:id",
    ids: of("money_paper"),
    expect: desk(200, { roles: ACCOUNTANT, other: 404 }),
  },
  // Its row was written by hand, so its file is on no machine: who may ask is told so.
  {
    method: "GET",
    path: "/desk/money-papers/:id/file",
    ids: of("money_paper"),
    expect: desk(404, { roles: ACCOUNTANT }),
  },
  {
    method: "GET",
    path: "/desk/settlement-periods/:id/totals",
    ids: of("period"),
    expect: desk(200, { roles: ACCOUNTANT, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/settlement-periods/:id/board",
    ids: of("period"),
    body: () => ({ because: "as it is" }),
    // The first to ask publishes what nobody has published, the next finds nothing changed.
    expect: desk([201, 400], { roles: ACCOUNTANT, other: 404 }),
  },
  {
    method: "GET",
    path: "/desk/households/:id/member-account",
    ids: of("household"),
    expect: desk(200, { roles: ACCOUNTANT, other: 404 }),
  },
  // A batch of another rail: who may ask is told so, or sees that no household waits for cash in it.
  {
    method: "GET",
    path: "/desk/payout-batches/:id/cash",
    ids: of("batch"),
    expect: desk(200, { roles: ACCOUNTANT, other: 404 }),
  },
  ...(["cash-paid", "cash-confirm", "cash-back", "cash-carry"] as const).map((act): Row => ({
    method: "POST",
    path: `/desk/payout-batches/:id/${act}`,
    ids: of("batch"),
    body: () => ({
      payout_ids: ["payout_of_nobody"],
      ...(act === "cash-paid" ? { photo_id: "photo_of_nobody" } : {}),
      ...(act === "cash-back" ? { because: "by mistake" } : {}),
      ...(act === "cash-carry" ? { reason: "not_collected" } : {}),
    }),
    expect: desk(400, { roles: ACCOUNTANT, other: 404 }),
  })),
  {
    method: "POST",
    path: "/desk/payout-batches/:id/photos",
    ids: of("batch"),
    body: () => ({ no: "photo" }),
    expect: desk(400, { roles: ACCOUNTANT, other: 404 }),
  },
  {
    method: "GET",
    path: "/desk/payout-batches/:id/photos/:photo_id",
    ids: (world) => ({ id: world.ids.batch, photo_id: "photo_of_nobody" }),
    expect: desk(404, { roles: ACCOUNTANT }),
  },
  {
    method: "GET",
    path: "/household/statements/:id",
    ids: of("statement"),
    expect: household(200, 404),
  },
  {
    method: "POST",
    path: "/household/papers",
    body: (world) => ({ kind: "statement", statement_id: world.ids.statement }),
    expect: { ...household(202, 404), relative: 202 },
  },
  {
    method: "GET",
    path: "/household/papers/:id",
    ids: of("money_paper"),
    expect: household(200, 404),
  },
  {
    method: "GET",
    path: "/household/papers/:id/file",
    ids: of("money_paper"),
    expect: household(404),
  },
  { method: "GET", path: "/household/member-account", expect: household(200) },
  {
    method: "GET",
    path: "/store/villages/:handle/money-board",
    ids: () => ({ handle: "maya" }),
    expect: everyone(200),
  },
  {
    method: "GET",
    path: "/store/villages/:handle/money-board/:id",
    ids: () => ({ handle: "maya", id: "board_of_nobody" }),
    expect: everyone(404),
  },
  {
    method: "POST",
    path: "/store/villages/:handle/slip-check",
    ids: () => ({ handle: "maya" }),
    body: () => ({ slip_code: "0000-0000-0000" }),
    expect: everyone(404),
  },
];
