import { deskClient, ensured, type DemoHouse } from "./house-client.js";

/** Where the buyers of a cooperative may fetch what they bought, by its handle. */
const POINTS: Record<string, { name_zh: string; [field: string]: string }> = {
  wudu: {
    name_zh: "武都东江自提点",
    name_en: "Wudu Dongjiang pick-up point",
    province: "甘肃省",
    city: "陇南市武都区",
    street: "东江镇滨江路 6 号",
    hours_zh: "每天 9-18 点",
    hours_en: "Daily 9-18",
    phone: "0939-8210001",
    valid_from: "2026-01-01",
  },
  longchuan: {
    name_zh: "佗城自提点",
    name_en: "Tuocheng pick-up point",
    province: "广东省",
    city: "河源市龙川县",
    street: "佗城镇中山街 6 号",
    hours_zh: "周一至周六 9-17 点",
    hours_en: "Monday to Saturday 9-17",
    phone: "0762-6750001",
    valid_from: "2026-01-01",
  },
};

/** A manager of each cooperative opens its point, unless it stands. */
export async function openPickupPoints(house: DemoHouse): Promise<void> {
  for (const { handle } of house.seed.cooperatives) {
    const point = POINTS[handle];
    if (!point) continue;
    const desk = deskClient(house, "manager", handle);
    await ensured(
      async () => {
        const { points } = await desk.get<{ points: { name_zh: string }[] }>("/desk/pickup-points");
        return points.some((one) => one.name_zh === point.name_zh);
      },
      () => desk.once("/desk/pickup-points", point),
    );
  }
}
