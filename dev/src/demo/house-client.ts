/** The house as the demo sees it: over HTTP, as clients would. */
export interface DemoHouse {
  env: Record<string, string | undefined>;
  urls: { backend: string; stripe?: string; storefront?: string };
  seed: DemoSeed;
  progress: Progress;
}

export interface DemoSeed {
  publishable_key: string;
  region_id: string;
  cooperatives: { id: string; handle: string; name_zh: string; name_en: string }[];
  villages: { id: string; handle: string; cooperative: string }[];
  products: SeededProduct[];
  logins: (SeedLogin & { role: string; actor: string; cooperative?: string; password: string; name: string })[];
}

/** Where a person signs in and what is sent there. */
export interface SeedLogin {
  email: string;
  sign_in: { path: string; body: Record<string, string> };
}

export interface SeededProduct {
  id: string;
  handle: string;
  village: string;
  produce: string;
  pool_id: string;
  variants: { id: string; sku: string; units_per_pack: number; price_minor: number }[];
}

export interface Step {
  update(text: string): void;
}

export interface Progress {
  say(line?: string): void;
  during<T>(title: string, work: (step: Step) => Promise<T>): Promise<T>;
}

/** A refused call: the status, the sentence of the house, and its code where it has one. */
export class Refused extends Error {
  readonly code: string | undefined;

  constructor(
    readonly status: number,
    readonly path: string,
    text: string,
  ) {
    super(`${path} answered ${status}: ${text.slice(0, 400)}`);
    this.code = /"code":"(\w+)"/.exec(text)?.[1];
  }
}

/** Attempts while the backend is away: a killed process is back within half a minute, on a busy machine within two. */
const PATIENCE_MS = 180_000;

/**
 * One signed-in client. Everything it sends carries its own idempotency (keys of weigh-ins and lists, carts that complete to
 * one order), so a call whose answer was lost with a killed backend is simply sent again.
 */
export class HouseClient {
  private token: string | undefined;

  constructor(
    private readonly house: DemoHouse,
    private readonly login?: SeedLogin,
  ) {}

  get<T>(path: string): Promise<T> {
    return patiently(() => this.send<T>("GET", path));
  }

  post<T>(path: string, body: object = {}): Promise<T> {
    return patiently(() => this.once<T>(path, body));
  }

  /** Sent a single time, for what has no key of its own: whoever sends it looks first whether it is there (`ensured`). */
  once<T>(path: string, body: object = {}): Promise<T> {
    return this.send<T>("POST", path, JSON.stringify(body));
  }

  /** A file as the body, a single time. */
  onceFile<T>(path: string, file: Uint8Array<ArrayBuffer>): Promise<T> {
    return this.send<T>("POST", path, file);
  }

  private async send<T>(method: string, path: string, body?: string | Uint8Array<ArrayBuffer>): Promise<T> {
    if (this.login && !this.token) await this.signIn(this.login);
    const answer = await fetch(`${this.house.urls.backend}${path}`, {
      method,
      headers: {
        "content-type": body instanceof Uint8Array ? "application/octet-stream" : "application/json",
        "x-publishable-api-key": this.house.seed.publishable_key,
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
      },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Refused(answer.status, path, text);
    return JSON.parse(text) as T;
  }

  private async signIn({ email, sign_in }: SeedLogin): Promise<void> {
    const answer = await fetch(`${this.house.urls.backend}${sign_in.path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(sign_in.body),
    });
    const { token } = (await answer.json()) as { token?: string };
    if (!token) throw new Refused(answer.status, "sign-in", `${email} could not sign in`);
    this.token = token;
  }
}

/** A desk person of a cooperative, by role. */
export function deskClient(house: DemoHouse, role: string, cooperative: string): HouseClient {
  const login = house.seed.logins.find(
    (l) => l.actor === "coop_member" && l.role === role && l.cooperative === cooperative,
  );
  if (!login) throw new Error(`the seed has no ${role} of ${cooperative}`);
  return new HouseClient(house, login);
}

export function operatorClient(house: DemoHouse): HouseClient {
  const login = house.seed.logins.find((l) => l.actor === "user");
  if (!login) throw new Error("the seed has no operator");
  return new HouseClient(house, login);
}

/** Tries again while the house is away or busy; a refusal of what was asked is final. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (let pause = 200; ; pause = Math.min(pause * 2, 2_000)) {
    try {
      return await work();
    } catch (error) {
      const status = error instanceof Refused ? error.status : (error as { status?: number }).status;
      const final = status !== undefined && status < 500 && status !== 409 && status !== 429;
      if (final) throw error;
      if (Date.now() > end)
        throw new Error(`the house did not answer within ${PATIENCE_MS / 1000} s: ${String(error)}`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** Does what is missing. When no answer came it looks again, so that what was written under a kill is not written twice. */
export function ensured(stands: () => Promise<boolean>, act: () => Promise<unknown>): Promise<void> {
  return patiently(async () => {
    if (!(await stands())) await act();
  });
}

/** Looks until `look` hands back something; fails with `what` when it takes too long. */
export async function until<T>(what: string, look: () => Promise<T | undefined>, limit_ms = 180_000): Promise<T> {
  const end = Date.now() + limit_ms;
  while (Date.now() < end) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error(`${what} did not happen within ${limit_ms / 1000} s`);
}

/** Runs `work` over `items`, a few at a time, in order of start. */
export async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(width, items.length) }, async () => {
      while (next < items.length) {
        const index = next++;
        results[index] = await work(items[index] as T, index);
      }
    }),
  );
  return results;
}

/** The same numbers on every run: what the demo weighs and sends does not depend on chance. */
export function repeatable(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
