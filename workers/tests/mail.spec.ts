import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseEnv } from "../../backend/src/env";
import { PermanentFailure } from "../src/job";
import { sendBySmtp } from "../src/mail";

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
