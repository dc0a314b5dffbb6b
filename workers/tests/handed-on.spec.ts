import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseEnv } from "../../backend/src/env";
import { verifyHookSignature } from "../../backend/src/lib/hook-signature";
import { PermanentFailure } from "../src/job";
import { sendBySmtp } from "../src/mail";
import { sendByGateway } from "../src/sms";

// A real server of mails on loopback: what it was handed, as it came over the wire.

const got: { from: string; to: string[]; raw: string }[] = [];
const server = new SMTPServer({
  disabledCommands: ["STARTTLS"],
  authOptional: true,
  onAuth: ({ username, password }, _session, done) => {
    if (username === "shop" && password === "right") done(null, { user: "shop" });
    else done(new Error("wrong password"));
  },
  onRcptTo: ({ address }, _session, done) => {
    const busy = Object.assign(new Error("try later"), { responseCode: 451 });
    const nobody = Object.assign(new Error("no such mailbox"), { responseCode: 550 });
    done(address.startsWith("busy") ? busy : address.startsWith("nobody") ? nobody : undefined);
  },
  onData: (stream, session, done) => {
    const parts: Buffer[] = [];
    stream.on("data", (part: Buffer) => parts.push(part));
    stream.on("end", () => {
      const { mailFrom, rcptTo } = session.envelope;
      got.push({
        from: mailFrom === false ? "" : (mailFrom?.address ?? ""),
        to: rcptTo.map(({ address }) => address),
        raw: Buffer.concat(parts).toString(),
      });
      done();
    });
  },
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.server.address() as AddressInfo).port;
});
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

const via = (who = "") => ({ url: `smtp://${who}127.0.0.1:${port}`, from: "shop@village.example" });
const mail = (to: string) => ({
  id: "bnotice_1",
  to,
  subject: "您的订单 / your order",
  text: "您的订单#7已收到\nWe have your order #7: https://shop.example/zh/orders/order_1?key=a.b",
  headers: { "List-Unsubscribe": "<https://shop.example/stop>" },
});
/** The text as a mailbox shows it. */
const bodyOf = (raw: string) => {
  const [head = "", body = ""] = raw.split("\r\n\r\n");
  if (/base64/i.test(head)) return Buffer.from(body, "base64").toString();
  return /quoted-printable/i.test(head)
    ? Buffer.from(
        body
          .replace(/=\r\n/g, "")
          .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
        "latin1",
      ).toString()
    : body;
};

describe("a mail", () => {
  it("comes to its reader with sender, subject, Chinese text and headers, and twice with one Message-ID", async () => {
    await sendBySmtp(via("shop:right@"), mail("wang@example.com"));
    await sendBySmtp(via(), mail("wang@example.com"));
    expect(got).toHaveLength(2);
    for (const { from, to, raw } of got) {
      expect({ from, to }).toEqual({ from: "shop@village.example", to: ["wang@example.com"] });
      expect(raw).toMatch(/^From: "?Commonlot"? <shop@village\.example>/m);
      expect(raw).toContain("Message-ID: <bnotice_1@village.example>");
      expect(raw).toContain("List-Unsubscribe: <https://shop.example/stop>");
      expect(bodyOf(raw)).toContain("您的订单#7已收到");
      expect(bodyOf(raw)).toContain("https://shop.example/zh/orders/order_1?key=a.b");
    }
  });

  it("that is refused for good is not tried again, one that is put off is, and no error names the reader", async () => {
    const fault = (to: string, who = "") =>
      sendBySmtp(via(who), mail(to)).then(
        () => undefined,
        (error: unknown) => error,
      );
    const nobody = await fault("nobody@example.com");
    expect(nobody).toBeInstanceOf(PermanentFailure);
    const faults = [nobody, await fault("busy@example.com"), await fault("wang@example.com", "shop:wrong@")];
    for (const later of faults.slice(1)) {
      expect(later).toBeInstanceOf(Error);
      expect(later).not.toBeInstanceOf(PermanentFailure);
    }
    expect(faults.map(String).join()).not.toMatch(/example\.com|wrong|right/);
  });

  it("has no line breaks in its head, whatever a name brings", async () => {
    const before = got.length;
    await sendBySmtp(via(), { ...mail("wang@example.com"), subject: "a\r\nBcc: thief@example.com" });
    expect(got[before]?.to).toEqual(["wang@example.com"]);
    expect(got[before]?.raw).not.toMatch(/^Bcc:/m);
  });
});

describe("a text", () => {
  const SECRET = "a-secret-of-the-gateway";
  const texts: { body: string; key: string; signed: boolean }[] = [];
  let answer = 202;
  const gateway = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on("data", (part: Buffer) => parts.push(part));
    req.on("end", () => {
      const raw = Buffer.concat(parts);
      const header = req.headers["x-sms-signature"];
      texts.push({
        body: raw.toString(),
        key: String(req.headers["idempotency-key"]),
        signed: verifyHookSignature({ header, raw, secret: SECRET, now: new Date() }),
      });
      res.writeHead(answer).end("x");
    });
  });
  const send = (secret = SECRET) =>
    sendByGateway(
      { url: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/texts`, secret },
      { id: "notice_1", phone: "13800000000", text: "【武都合作社】您家的核桃已过秤" },
    );
  beforeAll(() => new Promise<void>((resolve) => gateway.listen(0, "127.0.0.1", resolve)));
  afterAll(() => new Promise<void>((resolve) => gateway.close(() => resolve())));

  it("comes to the gateway whole, signed, and under one key however often it is sent", async () => {
    await send();
    await send();
    expect(texts).toHaveLength(2);
    expect(texts[0]).toEqual(texts[1]);
    expect(texts[0]).toMatchObject({ key: "notice_1", signed: true });
    expect(JSON.parse(texts[0]?.body ?? "")).toEqual({
      id: "notice_1",
      phone: "13800000000",
      text: "【武都合作社】您家的核桃已过秤",
    });
    await send("another-secret-of-it");
    expect(texts.at(-1)?.signed).toBe(false);
  });

  it("that is refused is not tried again, one that is put off is, and no error names the phone", async () => {
    const faults = new Map<number, unknown>();
    for (const status of [400, 429, 503]) {
      answer = status;
      faults.set(
        status,
        await send().then(
          () => undefined,
          (error: unknown) => error,
        ),
      );
    }
    expect(faults.get(400)).toBeInstanceOf(PermanentFailure);
    for (const status of [429, 503]) {
      expect(faults.get(status)).toBeInstanceOf(Error);
      expect(faults.get(status)).not.toBeInstanceOf(PermanentFailure);
    }
    expect([...faults.values()].map(String).join()).not.toContain("138");
  });
});

describe("the environment", () => {
  const faults = (given: Record<string, string>) => {
    const parsed = parseEnv({ ...given });
    return parsed.ok ? [] : parsed.problems.filter((one) => one.startsWith("MAIL_"));
  };

  it("names whom mails are from, and a server of mails", () => {
    expect(faults({ MAIL_URL: "smtps://u:p@mail.example:465", MAIL_FROM: "shop@village.example" })).toEqual([]);
    expect(faults({ MAIL_URL: "http://mail.example" })).toEqual([expect.stringContaining("smtp://")]);
  });
});
