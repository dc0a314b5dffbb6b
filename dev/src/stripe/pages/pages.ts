import express, { type Request, type Response, type Router } from "express";
import { checkNumber } from "../cards.js";
import { ApiError } from "../errors.js";
import { plainCtx, type Surroundings } from "../http.js";
import { confirm, finishAuthentication } from "../payment-flow.js";
import { setActive } from "../resources/accounts.js";
import { intentBySecret } from "../resources/payment-intents.js";
import { makeMethod } from "../resources/payment-methods.js";
import { backTo, checkReturnUrl } from "../return-url.js";
import { load, save } from "../store.js";
import { inTransaction } from "../transaction.js";
import type { Ctx, Intent, Row } from "../types.js";
import { escapeHtml, localeOf, money, sendPage, type Locale } from "./html.js";
import { DECLINES, WORDS } from "./words.js";

type Fields = Record<string, string>;
type Shown = { to: string } | { page: [status: number, title: string, body: string] };

/** Pages for buyers whose browser runs no script, and for 3-D Secure. Plain forms. */
export function pageRouter(around: Surroundings): Router {
  const router = express.Router();
  router.use(express.urlencoded({ extended: false, limit: "16kb" }));

  const page =
    (work: (ctx: Ctx, fields: Fields, locale: Locale) => Promise<Shown>) =>
    (req: Request, res: Response): void => {
      const fields = textFields({ ...(req.query as object), ...(req.body as object | undefined) });
      const locale = localeOf(fields.locale);
      inTransaction(around.pool, (db) => work(plainCtx(around, req, db, {}), fields, locale)).then(
        (shown) => {
          around.wake();
          if ("to" in shown) res.redirect(303, shown.to);
          else sendPage(res, shown.page[0], locale, shown.page[1], shown.page[2]);
        },
        (error: unknown) => {
          const status = error instanceof ApiError ? error.status : 500;
          if (status === 500) around.log({ level: "error", page: req.path, error: String(error) });
          const words = WORDS[locale];
          sendPage(
            res,
            status,
            locale,
            words.gone,
            `<p>${words.goneText}</p><p class="hint">${escapeHtml(String((error as Error).message))}</p>`,
          );
        },
      );
    };

  router.get("/3ds/:id", page(askApproval));
  router.post("/3ds/:id", page(takeApproval));
  router.get("/pay/:id", page(askCard));
  router.post("/pay/:id", page(takeCard));
  router.get("/connect/:id", page(askDetails));
  router.post("/connect/:id", page(takeDetails));
  return router;
}

function textFields(from: object): Fields {
  return Object.fromEntries(
    Object.entries(from).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

const hidden = (fields: Fields): string =>
  Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`)
    .join("");

async function askApproval(ctx: Ctx, fields: Fields, locale: Locale): Promise<Shown> {
  const { body: intent, private: priv } = await intentBySecret(ctx, ctx.path.id ?? "", fields.client_secret ?? "");
  if (intent.status !== "requires_action") return leave(intent, priv.return_url, locale);
  const words = WORDS[locale];
  return {
    page: [
      200,
      words.threeTitle,
      `<p>${words.threeAsk(escapeHtml(money(intent.amount, intent.currency, locale)))}</p><form method="post">` +
        hidden({ client_secret: fields.client_secret ?? "", locale }) +
        `<button name="answer" value="approve">${words.approve}</button>` +
        `<button class="second" name="answer" value="refuse">${words.refuse}</button></form><p class="hint">${words.testOnly}</p>`,
    ],
  };
}

async function takeApproval(ctx: Ctx, fields: Fields, locale: Locale): Promise<Shown> {
  const row = await intentBySecret(ctx, ctx.path.id ?? "", fields.client_secret ?? "", true);
  if (row.body.status === "requires_action") await finishAuthentication(ctx, row, fields.answer === "approve");
  return leave(row.body, row.private.return_url, locale);
}

function leave(intent: Intent, returnUrl: string | undefined, locale: Locale): Shown {
  if (returnUrl) return { to: backTo(returnUrl, intent) };
  return { page: [200, WORDS[locale].threeTitle, `<p>${WORDS[locale].done}</p>`] };
}

const PAYABLE: readonly string[] = ["requires_payment_method", "requires_confirmation"];

/** Sends on when there is nothing to type; null when the form is to be shown. */
function elsewhere(ctx: Ctx, intent: Intent, returnUrl: string, locale: Locale): Shown | null {
  if (PAYABLE.includes(intent.status)) return null;
  if (intent.status !== "requires_action") return { to: backTo(returnUrl, intent) };
  return { to: `/3ds/${intent.id}?client_secret=${encodeURIComponent(intent.client_secret ?? "")}&locale=${locale}` };
}

async function askCard(ctx: Ctx, fields: Fields, locale: Locale): Promise<Shown> {
  const row = await intentBySecret(ctx, ctx.path.id ?? "", fields.client_secret ?? "");
  const returnUrl = checkReturnUrl(ctx, fields.return_url ?? "");
  return (
    elsewhere(ctx, row.body, returnUrl, locale) ?? {
      page: [200, WORDS[locale].payTitle, cardForm(row.body, fields, locale, {})],
    }
  );
}

async function takeCard(ctx: Ctx, fields: Fields, locale: Locale): Promise<Shown> {
  const row = await intentBySecret(ctx, ctx.path.id ?? "", fields.client_secret ?? "", true);
  const returnUrl = checkReturnUrl(ctx, fields.return_url ?? "");
  const already = elsewhere(ctx, row.body, returnUrl, locale);
  if (already) return already;
  const words = WORDS[locale];
  const problems = checkFields(fields, ctx.now, locale);
  if (Object.keys(problems).length > 0) {
    return { page: [422, words.payTitle, cardForm(row.body, fields, locale, problems)] };
  }
  await payWith(ctx, row, fields, returnUrl);
  const error = row.body.last_payment_error;
  if (row.body.status === "requires_payment_method" && error) {
    const why = DECLINES[locale][error.decline_code ?? error.code ?? ""] ?? error.message ?? "";
    const form = cardForm(row.body, fields, locale, { number: `${words.declined(why)} ${words.nothingTaken}` });
    return { page: [402, words.payTitle, form] };
  }
  return elsewhere(ctx, row.body, returnUrl, locale) ?? { to: backTo(returnUrl, row.body) };
}

async function payWith(ctx: Ctx, row: Row<Intent>, fields: Fields, returnUrl: string): Promise<void> {
  const [month = "", year = ""] = expiryOf(fields.expiry ?? "") ?? [];
  const card = { number: fields.number ?? "", exp_month: month, exp_year: year, cvc: fields.cvc ?? "" };
  row.body.payment_method = (await makeMethod(ctx, { type: "card", card })).body.id;
  row.private.return_url = returnUrl;
  await save(ctx, "payment_intent", row);
  await confirm(ctx, row);
}

const expiryOf = (value: string): [string, string] | null => {
  const match = /^\s*(\d{1,2})\s*[/\-. ]\s*(?:20)?(\d{2})\s*$/.exec(value);
  return match?.[1] && match[2] ? [match[1], `20${match[2]}`] : null;
};

function checkFields(fields: Fields, now: number, locale: Locale): Fields {
  const words = WORDS[locale];
  const problems: Fields = {};
  const number = checkNumber(fields.number ?? "");
  if (!number.ok) problems.number = number.code === "incorrect_number" ? words.badNumber : words.notTestCard;
  const [month = 0, year = 0] = (expiryOf(fields.expiry ?? "") ?? []).map(Number);
  const today = new Date(now * 1000);
  const months = year * 12 + month - (today.getUTCFullYear() * 12 + today.getUTCMonth() + 1);
  if (month < 1 || month > 12 || months < 0 || months > 600) problems.expiry = words.badExpiry;
  if (!/^\s*\d{3,4}\s*$/.test(fields.cvc ?? "")) problems.cvc = words.badCvc;
  return problems;
}

/** Keeps what was typed, except the security code. */
function cardForm(intent: Intent, fields: Fields, locale: Locale, problems: Fields): string {
  const words = WORDS[locale];
  const field = (name: string, label: string, hint: string, autocomplete: string): string => {
    const problem = problems[name];
    const value = name === "cvc" ? "" : (fields[name] ?? "");
    return (
      `<div><label for="${name}">${label}</label>${hint && `<p class="hint" id="${name}-hint">${hint}</p>`}` +
      (problem ? `<p class="error" id="${name}-error">${escapeHtml(problem)}</p>` : "") +
      `<input id="${name}" name="${name}" inputmode="numeric" autocomplete="${autocomplete}" required value="${escapeHtml(value)}"` +
      ` aria-describedby="${hint && `${name}-hint`} ${problem ? `${name}-error` : ""}"${problem ? ' aria-invalid="true"' : ""}></div>`
    );
  };
  const list = Object.entries(problems)
    .map(([name, problem]) => `<li><a href="#${name}">${escapeHtml(problem)}</a></li>`)
    .join("");
  const kept = { client_secret: fields.client_secret ?? "", return_url: fields.return_url ?? "", locale };
  return (
    (list && `<div class="summary" role="alert"><h2>${words.problem}</h2><ul>${list}</ul></div>`) +
    `<form method="post" action="/pay/${intent.id}" novalidate>${hidden(kept)}` +
    field("number", words.number, "", "cc-number") +
    `<div class="two">${field("expiry", words.expiry, words.expiryHint, "cc-exp")}${field("cvc", words.cvc, words.cvcHint, "cc-csc")}</div>` +
    `<button>${words.pay(escapeHtml(money(intent.amount, intent.currency, locale)))}</button></form><p class="hint">${words.testOnly}</p>`
  );
}

async function askDetails(ctx: Ctx, fields: Fields, locale: Locale): Promise<Shown> {
  await load(ctx, "account", ctx.path.id ?? "");
  const return_url = checkReturnUrl(ctx, fields.return_url ?? "");
  const words = WORDS[locale];
  return {
    page: [
      200,
      words.connectTitle,
      `<p>${words.connectAsk}</p><form method="post">${hidden({ return_url, locale })}<button>${words.finish}</button></form>`,
    ],
  };
}

async function takeDetails(ctx: Ctx, fields: Fields): Promise<Shown> {
  const returnUrl = checkReturnUrl(ctx, fields.return_url ?? "");
  await setActive(ctx, await load(ctx, "account", ctx.path.id ?? "", { lock: true }), true);
  return { to: returnUrl };
}
