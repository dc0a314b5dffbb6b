import { describe, expect, test } from "vitest";
import { z } from "zod";
import { reasonOf, valueOf } from "../../test/expect-result";
import { JOBS, JOB_NAMES, QUEUE_NAMES, parseJob, parseJobPayload, queueOf } from "./jobs";

/** An id; of a choice the first; of a list one id. */
function sampleOf(schema: z.ZodType): unknown {
  if (schema instanceof z.ZodEnum) return schema.options[0];
  return schema instanceof z.ZodArray ? ["id_01"] : "id_01";
}

describe.each(JOB_NAMES)("job %s", (name) => {
  const fields = Object.entries(JOBS[name].schema.shape).filter(([, field]) => !field.isOptional());
  const [key = "", ...others] = fields.map(([field]) => field);
  const sample = Object.fromEntries(fields.map(([field, schema]) => [field, sampleOf(schema)]));
  const { [key]: _, ...rest } = sample;

  test("carries ids only, and nothing beside them", () => {
    const payload = sample;
    expect(valueOf(parseJob(name, payload))).toEqual({ name, queue: queueOf(name), payload });
    expect(reasonOf(parseJob(name, { ...payload, phone: "13800000000" }))).toBe("invalid_input");
    for (const one of others) {
      expect(reasonOf(parseJob(name, { ...payload, [one]: "王秀英 13800000000" }))).toBe("invalid_input");
    }
    for (const wrong of [
      {},
      null,
      undefined,
      "id_01",
      { [key]: "" },
      { [key]: 7 },
      { [key]: "a b" },
      { [key]: "x".repeat(129) },
    ]) {
      expect(reasonOf(parseJob(name, wrong && typeof wrong === "object" ? { ...rest, ...wrong } : wrong))).toBe(
        "invalid_input",
      );
    }
  });

  test("runs on a queue that exists", () => {
    expect(QUEUE_NAMES).toContain(queueOf(name));
  });
});

test("the jobs that others rely on keep their names and queues", () => {
  const queues = Object.fromEntries(JOB_NAMES.map((name) => [name, queueOf(name)]));
  expect(queues).toMatchObject({
    allocate: "stock",
    reconcile: "stock",
    short: "stock",
    mirror: "stock",
    capture: "money",
    post: "money",
    settle: "money",
    pay: "money",
    "bank-file": "money",
    "void-payment": "money",
    refund: "money",
    "stripe-event": "money",
    "plan-parcels": "parcels",
    "print-labels": "parcels",
    fulfil: "parcels",
    "carrier-event": "parcels",
    track: "parcels",
    notify: "notices",
    "send-code": "notices",
    upkeep: "upkeep",
  });
});

test("a job nobody knows is refused", () => {
  for (const name of ["constructor", "", "Allocate"]) expect(reasonOf(parseJob(name, {}))).toBe("unknown_job");
});

test("a handler gets its own payload, typed", () => {
  expect(valueOf(parseJobPayload("settle", { period_id: "p1" })).period_id).toBe("p1");
  expect(reasonOf(parseJobPayload("settle", { order_id: "o1" }))).toBe("invalid_input");
});
