import { at } from "./paths.mjs";

/** The environment of a house under test, apart from addresses. Fixed words: nothing here guards anything real. */
export function testEnv(more = {}) {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  return {
    PATH,
    HOME,
    ...(TMPDIR && { TMPDIR }),
    LANG: LANG ?? "C.UTF-8",
    NODE_ENV: "development",
    MEDUSA_DISABLE_TELEMETRY: "true",
    MEDUSA_ADMIN_DISABLED: "true",
    JWT_SECRET: "development-jwt-secret",
    COOKIE_SECRET: "development-cookie-secret",
    STRIPE_API_KEY: "sk_test_standin",
    STRIPE_WEBHOOK_SECRET: "whsec_standin",
    STRIPE_API_HOST: "127.0.0.1",
    STRIPE_API_PORT: "1",
    STRIPE_API_PROTOCOL: "http",
    CARRIER_API_URL: "http://127.0.0.1:1",
    CARRIER_WEBHOOK_SECRET: "development-carrier-secret",
    HOUSEHOLD_KEY: "ZGV2ZWxvcG1lbnQtaG91c2Vob2xkLWtleS0zMmJ5dGU=",
    PROOF_KEY: "ZGV2ZWxvcG1lbnQtb25seS1wcm9vZi1rZXktMzItYnk=",
    SMS_WEBHOOK_SECRET: "development-sms-secret",
    STOREFRONT_SECRET: "development-storefront-secret",
    SESSION_SECRET: "testing-session-secret-of-the-storefront",
    FILES_DIR: "/tmp",
    ...more,
  };
}

/** The environment of a spec's own process, in which modules are called without a house: nobody is at the addresses in it. */
export function specEnv() {
  return testEnv({
    NODE_ENV: "test",
    DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
    BACKEND_URL: "http://127.0.0.1:1",
    PUBLISHABLE_KEY: "pk_of_the_tests",
  });
}

/** `execArgv` of every vitest config: the processes in which specs run end with the run (ends-with-run.mjs). */
export const endsWithRun = ["--import", at("dev/up/ends-with-run.mjs")];
