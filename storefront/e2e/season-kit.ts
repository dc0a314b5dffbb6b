import { DESKTOP, login, visit, type Visit, type World } from "./walk";

// Who and what the walk of an agreement's season begins with.

export const OWNER = "lin@company.example";
const PASSWORD = "three walnuts fall";
/** No other walk sells these: what is weighed in here is all there is. */
export const GOODS = "fanjiashan-pepper";
const TINS_IN_STOCK = 10;
const TIN_G = 100;

/** The calendar day of the house, so many days from now. */
export const day = (days = 0) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date(Date.now() + days * 86_400_000));

async function post<T>(world: World, path: string, body: unknown, token?: string): Promise<T> {
  const answer = await fetch(new URL(path, world.house.backendUrl), {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** A household of the village brings a kilo of pepper: ten tins. */
export async function weighPepper(world: World): Promise<void> {
  const { sign_in } = login(world, "weigher", "wudu");
  const { token } = await post<{ token: string }>(world, sign_in.path, sign_in.body);
  const { rows } = await world.house.db.query<{ card_number: string }>(
    `select h.card_number from household h join village v on v.id = h.village_id where v.handle = 'fanjiashan' order by 1 limit 1`,
  );
  const body = {
    card_number: rows[0]?.card_number,
    pool_id: world.seed.products.find((product) => product.handle === GOODS)?.pool_id,
    gross_g: TINS_IN_STOCK * TIN_G + 200,
    tare_g: 200,
    harvested_on: day(-1),
    weighed_at: new Date(Date.now() - 3_600_000).toISOString(),
    idempotency_key: "pepper-of-a-season",
  };
  await post(world, "/desk/lots", body, token);
}

export async function buyerIn(world: World): Promise<Visit> {
  const buyer = await visit(world);
  await buyer.page.goto("/zh/wholesale/sign-in");
  await buyer.page.getByLabel("邮箱").fill(OWNER);
  await buyer.page.getByLabel("密码").fill(PASSWORD);
  await buyer.page.getByRole("button", { name: "登录" }).click();
  await buyer.page.getByRole("link", { name: "协议", exact: true }).waitFor();
  return buyer;
}

export async function managerIn(world: World): Promise<Visit> {
  const seller = await visit(world, { viewport: DESKTOP });
  const { email, password } = login(world, "manager", "wudu");
  await seller.page.goto("/zh/desk/sign-in");
  await seller.page.getByLabel("电子邮箱或手机号").fill(email);
  await seller.page.getByLabel("密码").fill(password);
  await seller.page.getByRole("button", { name: "登录" }).click();
  await seller.page.waitForURL("**/zh/desk");
  return seller;
}
