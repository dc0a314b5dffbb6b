import { desk, type Row } from "./row";

const MANAGER = [] as const;
const PACKER = ["packer"] as const;
const nobodys = () => ({ id: "point_of_nobody" });
const point = {
  name_zh: "矩阵自提点",
  name_en: "Matrix point",
  province: "甘肃省",
  city: "陇南市武都区",
  street: "人民路 1 号",
  hours_zh: "每天 9-18 点",
  hours_en: "Daily 9-18",
  phone: "0939-8210001",
  valid_from: "2001-01-01",
  // Over, so that no cart is offered it.
  valid_to: "2001-01-02",
};

/** Pick-up points: anybody at the desk reads them, the manager writes; a packer gives goods out. */
export const PICKUP_ROWS: readonly Row[] = [
  { method: "GET", path: "/desk/pickup-points", expect: desk(200) },
  { method: "POST", path: "/desk/pickup-points", expect: desk(201, { roles: MANAGER }), body: () => point },
  {
    method: "POST",
    path: "/desk/pickup-points/:id",
    ids: nobodys,
    expect: desk(404, { roles: MANAGER }),
    body: () => ({ ...point, seen: 1 }),
  },
  {
    method: "POST",
    path: "/desk/pickup-points/:id/end",
    ids: nobodys,
    expect: desk(404, { roles: MANAGER }),
    body: () => ({ seen: 1 }),
  },
  { method: "GET", path: "/desk/point-orders", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/point-orders/:id/ready",
    ids: nobodys,
    expect: desk(404, { roles: PACKER }),
    body: () => ({}),
  },
  {
    method: "POST",
    path: "/desk/point-orders/:id/fetched",
    ids: nobodys,
    expect: desk(404, { roles: PACKER }),
    body: () => ({ code: "123456" }),
  },
];
