import { expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { checkPin, LOCK_MINUTES, TRIES_BEFORE_LOCK, checkPassword } from "./sign-in";

test.each(["", "12345", "1234567", "12345a", "１２３４５６", "111111", "000000", "123456", "654321", "520520"])(
  "PIN %s is refused",
  (pin) => expect(reasonOf(checkPin(pin, "WD0001"))).toBe("invalid_pin"),
);

test("a PIN that is the card's own number is refused", () => {
  expect(reasonOf(checkPin("770042", "WD0042"))).toBe("invalid_pin");
  expect(reasonOf(checkPin("004277", "WD0042"))).toBe("invalid_pin");
  expect(valueOf(checkPin("770042", "WD0043"))).toBe("770042");
});

test("almost every six digits are a PIN", () => {
  let refused = 0;
  for (let n = 0; n < 1_000_000; n += 7) if (!checkPin(String(n).padStart(6, "0"), "ABCD").ok) refused += 1;
  expect(refused).toBeLessThan(20);
});

test("a year of guessing at one card finds less than one PIN in five hundred", () => {
  const locked = [...LOCK_MINUTES];
  let minutes = 0;
  let tries = 0;
  while (minutes < 365 * 1_440) {
    tries += TRIES_BEFORE_LOCK;
    minutes += locked.length > 1 ? (locked.shift() ?? 0) : (locked[0] ?? 0);
  }
  expect(tries / 1_000_000).toBeLessThan(0.002);
});

test.each([
  ["short", "Short is no password"],
  ["aaaaaaaaaaaa", "one letter"],
  ["li.wang1", "nine characters at most"],
  ["li.wang@123".slice(0, 10), "little but the name"],
])("%s may guard nothing", (password) => {
  expect(checkPassword(password, "li.wang@wudu.example").ok).toBe(false);
});

test("a long sentence may, in any language", () => {
  expect(checkPassword("核桃树下的三只白鹅和一头牛", "li@wudu.example").ok).toBe(true);
  expect(checkPassword("correct horse battery", "li@wudu.example").ok).toBe(true);
  expect(checkPassword("x".repeat(150) + "abcdef" + "y".repeat(60), "li@wudu.example").ok).toBe(false);
});
