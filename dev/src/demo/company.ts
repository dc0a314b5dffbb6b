import { createRequire } from "node:module";
import { ADDRESS, APPROVER, COMPANY, PURCHASER, PURCHASER_LIMITS, type CompanyLogin } from "./company-data.js";
import {
  deskClient,
  ensured,
  HouseClient,
  patiently,
  Refused,
  until,
  type DemoHouse,
  type Step,
} from "./house-client.js";
import { mailed } from "./mailbox.js";

const bwip = createRequire(import.meta.url)("bwip-js/node") as {
  toBuffer(options: { bcid: string; text: string; scale: number }): Promise<Buffer>;
};

/** A contact is sent one code a minute: after so long it came, or can be asked for again. */
const CODE_COMES_MS = 65_000;
const TRIES = 4;

interface Company {
  id: string;
  state: string;
  version: number;
}
interface Member {
  id: string;
  email: string | null;
  roles: string[];
  limits: { per_order_minor: number | null };
  version: number;
}

/**
 * A company comes in as companies do: it proves its mailbox, sends its licence, is let in by a manager, writes down where its goods go,
 * and invites an approver. Each part is looked for first, so that a run that was killed anywhere goes on where it was. Nobody, where a
 * mail server is named: codes and links go to mailboxes that the demo does not read.
 */
export async function letCompanyIn(house: DemoHouse, step: Step): Promise<CompanyLogin[]> {
  if (house.env.MAIL_URL) return [];
  step.update("registering");
  await signInMade(house, PURCHASER, (code) => register(house, code));
  const owner = new HouseClient(house, PURCHASER);
  step.update("let in");
  await vetted(house, owner);
  await ensured(
    async () => (await owner.get<{ addresses: unknown[] }>("/wholesale/addresses")).addresses.length > 0,
    () => owner.once("/wholesale/addresses", ADDRESS),
  );
  step.update("inviting an approver");
  await joined(house, owner);
  await limited(owner);
  step.update("");
  return [PURCHASER, APPROVER];
}

async function signsIn(house: DemoHouse, login: CompanyLogin): Promise<boolean> {
  try {
    await new HouseClient(house, login).get("/wholesale/me");
    return true;
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return false;
    throw error;
  }
}

/** Until somebody can sign in: `make` with a code of theirs; where their row stands already and the run died before the sign-in, a password. */
async function signInMade(
  house: DemoHouse,
  login: CompanyLogin,
  make: (code: string) => Promise<unknown>,
): Promise<void> {
  const { email, password } = login;
  let stands = false;
  for (let attempt = 0; !(await signsIn(house, login)); attempt++) {
    if (attempt === TRIES) throw new Error(`${email} could not be given a sign-in`);
    const code = await freshCode(house, email);
    try {
      if (stands) await new HouseClient(house).post("/wholesale/passwords", { email, code, password });
      else await make(code);
    } catch (error) {
      // A code that was too old, or used by a run before this one, is asked for anew.
      if (!(error instanceof Refused) || !["sign_in_wrong", "company_member_exists"].includes(error.code ?? ""))
        throw error;
      stands ||= error.code === "company_member_exists";
    }
  }
}

function register(house: DemoHouse, code: string): Promise<unknown> {
  const asked = house.seed.cooperatives.find(({ handle }) => handle === "wudu");
  return new HouseClient(house).post("/wholesale/registrations", {
    email: PURCHASER.email,
    code,
    password: PURCHASER.password,
    name: PURCHASER.name,
    language: "zh",
    company: { ...COMPANY, ...(asked ? { cooperative_id: asked.id } : {}) },
  });
}

/** A code that was not there before; one that is asked for too soon, or whose answer was lost, comes all the same or is asked for again. */
async function freshCode(house: DemoHouse, email: string): Promise<string> {
  const codes = () => mailed(house, email, /(?<!\d)\d{6}(?!\d)/);
  const before = (await codes()).length;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    await new HouseClient(house).once("/wholesale/codes", { email, language: "zh" }).catch((error: unknown) => {
      if (error instanceof Refused && error.status < 500 && error.code !== "code_too_soon") throw error;
    });
    const code = await until(
      `a code for ${email}`,
      async () => {
        const found = await codes();
        return found.length > before ? found.at(-1) : undefined;
      },
      CODE_COMES_MS,
    ).catch(() => undefined);
    if (code !== undefined) return code;
  }
  throw new Error(`no code came to ${email}`);
}

/** Its licence, and a manager's word. */
async function vetted(house: DemoHouse, owner: HouseClient): Promise<void> {
  const seen = () => owner.get<{ company: Company; documents: { kind: string }[] }>("/wholesale/company");
  await ensured(
    async () => (await seen()).documents.some(({ kind }) => kind === "licence"),
    async () => {
      const licence = await bwip.toBuffer({ bcid: "qrcode", text: COMPANY.tax_number, scale: 8 });
      return owner.onceFile("/wholesale/company/documents?kind=licence", new Uint8Array(licence));
    },
  );
  const manager = deskClient(house, "manager", "wudu");
  await ensured(
    async () => (await seen()).company.state === "approved",
    async () => {
      const { id, version } = (await seen()).company;
      return manager.once(`/desk/companies/${id}/decision`, { decision: "approved", words: "", seen: version });
    },
  );
}

/** The approver comes by the link that is mailed to them alone; the last one that was sent is the one that is good. */
async function joined(house: DemoHouse, owner: HouseClient): Promise<void> {
  if (await signsIn(house, APPROVER)) return;
  const { email, name, password } = APPROVER;
  if (await memberOf(owner, email)) {
    // They said yes, and the run died before they could sign in.
    return signInMade(house, APPROVER, (code) =>
      new HouseClient(house).post("/wholesale/passwords", { email, code, password }),
    );
  }
  const joins = async (): Promise<true | undefined> => {
    const link = (await mailed(house, email, /wholesale\/join\/[\w-]+/)).at(-1);
    const token = link?.split("/").at(-1);
    if (token === undefined) return undefined;
    try {
      await patiently(() => new HouseClient(house).once(`/wholesale/joins/${token}`, { name, password }));
      return true;
    } catch (error) {
      // The link of an invitation before this one is over; "used" is an answer that was lost.
      if (error instanceof Refused && error.code === "invite_used") return true;
      if (error instanceof Refused && error.code === "invite_not_found") return undefined;
      throw error;
    }
  };
  // A run before this one may have invited them: its link is tried before another one is sent.
  if ((await joins()) && (await memberOf(owner, email))) return;
  await owner.post("/wholesale/invites", { name, email, roles: ["approver"] });
  await until("the approver's invitation", joins);
}

/** The purchaser asks above a limit, so that the approver has something to decide. */
async function limited(owner: HouseClient): Promise<void> {
  await ensured(
    async () => (await memberOf(owner, PURCHASER.email))?.limits.per_order_minor !== null,
    async () => {
      const own = await memberOf(owner, PURCHASER.email);
      if (!own) throw new Error("the purchaser is no member of their own company");
      return owner.once(`/wholesale/members/${own.id}`, {
        roles: own.roles,
        limits: PURCHASER_LIMITS,
        seen: own.version,
      });
    },
  );
}

async function memberOf(owner: HouseClient, email: string): Promise<Member | undefined> {
  const { members } = await owner.get<{ members: Member[] }>("/wholesale/members");
  return members.find((one) => one.email === email);
}
