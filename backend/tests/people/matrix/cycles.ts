import { desk, type Row } from "./row";

const MANAGER = [] as const;
const nobodys = () => ({ id: "cycle_of_nobody" });
const content = {
  name_zh: "矩阵",
  name_en: "matrix",
  opens: "2002-01-01T08:00",
  closes: "2002-01-02T08:00",
  way: "ship",
  ready_from: "2002-01-03",
  ready_to: "2002-01-04",
  minimum_kind: "none",
  minimum: 0,
  sold_between: false,
  goods: [{ product_id: "prod_of_nobody", case_units: 5000, lead_variant_id: "variant_of_nobody", steps: [] }],
};

/** Order cycles: anybody at the desk reads them, the manager decides. Whose they are is asked of the service in cycle/cycle.spec.ts. */
export const CYCLE_ROWS: readonly Row[] = [
  { method: "GET", path: "/desk/cycles", expect: desk(200) },
  { method: "GET", path: "/desk/cycle-goods", expect: desk(200) },
  // Goods that nobody sells: refused in words.
  { method: "POST", path: "/desk/cycles", expect: desk(404, { roles: MANAGER }), body: () => content },
  { method: "GET", path: "/desk/cycles/:id", ids: nobodys, expect: desk(404) },
  {
    method: "POST",
    path: "/desk/cycles/:id",
    ids: nobodys,
    expect: desk(404, { roles: MANAGER }),
    body: () => ({ ...content, version: 1 }),
  },
  {
    method: "POST",
    path: "/desk/cycles/:id/publish",
    ids: nobodys,
    expect: desk(404, { roles: MANAGER }),
    body: () => ({ version: 1 }),
  },
  {
    method: "POST",
    path: "/desk/cycles/:id/drop",
    ids: nobodys,
    expect: desk(404, { roles: MANAGER }),
    body: () => ({ version: 1 }),
  },
  {
    method: "POST",
    path: "/desk/cycles/:id/call-off",
    ids: nobodys,
    expect: desk(404, { roles: MANAGER }),
    body: () => ({ words: "matrix" }),
  },
  {
    method: "POST",
    path: "/desk/cycles/:id/extend",
    ids: nobodys,
    expect: desk(404, { roles: MANAGER }),
    body: () => ({ closes: "2002-01-05T08:00" }),
  },
  {
    method: "POST",
    path: "/desk/cycles/:id/between",
    ids: nobodys,
    expect: desk(404, { roles: MANAGER }),
    body: () => ({ sold_between: true }),
  },
];
