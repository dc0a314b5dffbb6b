import { describe, expect, it } from "vitest";
import { chartLine, chartWords, CHART_KINDS, DEFAULT_CHART } from "./chart";

describe("the chart of accounts", () => {
  it("has a code, a name and words for every account kind, no code twice", () => {
    const codes = CHART_KINDS.map((kind) => {
      const { code, name } = DEFAULT_CHART[kind];
      expect(chartLine(kind, { code, name })).toEqual({ ok: true, value: { kind, code, name } });
      expect(chartWords(kind).en).not.toBe("");
      return code;
    });
    expect(new Set(codes).size).toBe(codes.length);
  });

  it("refuses a formula as a code, an empty name, and an account that is not there", () => {
    const reason = (kind: string, code: string, name: string) => {
      const made = chartLine(kind, { code, name });
      return made.ok ? null : made.refusal.reason;
    };
    expect(reason("bank", "=1+1", "x")).toBe("invalid_code");
    expect(reason("bank", "-102", "x")).toBe("invalid_code");
    expect(reason("bank", "102", "  ")).toBe("invalid_name");
    expect(reason("purse", "102", "x")).toBe("invalid_account_kind");
  });
});
