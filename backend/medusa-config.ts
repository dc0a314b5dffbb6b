import { defineConfig, Modules } from "@medusajs/framework/utils";
import { readEnv } from "./src/env";
import {
  AGENT_PASSWORD,
  BUYER_PASSWORD,
  CARD_PIN,
  COMPANY_PASSWORD,
  PHONE_CODE,
  STAFF_PASSWORD,
  WAYS_IN,
} from "./src/lib/sign-in-names";

const env = readEnv();

/** Medusa's own Redis modules, when there is a Redis. Locking is ours, on Postgres, in both cases. */
const redisModules = env.REDIS_URL
  ? [
      {
        key: Modules.EVENT_BUS,
        resolve: "@medusajs/medusa/event-bus-redis",
        options: { redisUrl: env.REDIS_URL, queueName: "medusa-events" },
      },
      {
        key: Modules.WORKFLOW_ENGINE,
        resolve: "@medusajs/medusa/workflow-engine-redis",
        options: { redis: { redisUrl: env.REDIS_URL } },
      },
      {
        key: Modules.CACHING,
        resolve: "@medusajs/medusa/caching",
        options: {
          providers: [
            {
              id: "caching-redis",
              resolve: "@medusajs/caching-redis",
              is_default: true,
              options: { redisUrl: env.REDIS_URL },
            },
          ],
        },
      },
    ]
  : [];

export default defineConfig({
  projectConfig: {
    databaseUrl: env.DATABASE_URL,
    databaseDriverOptions: { ssl: false, connection: { ssl: false }, pool: { min: 0, max: 20 } },
    redisUrl: env.REDIS_URL,
    http: {
      storeCors: env.STORE_CORS,
      adminCors: env.ADMIN_CORS,
      authCors: env.AUTH_CORS,
      jwtSecret: env.JWT_SECRET,
      cookieSecret: env.COOKIE_SECRET,
      authMethodsPerActor: Object.fromEntries(Object.entries(WAYS_IN).map(([actor, ways]) => [actor, [...ways]])),
    },
  },
  admin: { disable: process.env.MEDUSA_ADMIN_DISABLED === "true", backendUrl: "/" },
  // English beside the Chinese of products, packs, regions and shipping options (docs/adr/0044).
  featureFlags: { translation: true },
  modules: [
    { key: Modules.TRANSLATION, resolve: "@medusajs/medusa/translation" },
    { resolve: "./src/modules/outbox" },
    { resolve: "./src/modules/pool" },
    { resolve: "./src/modules/village" },
    { resolve: "./src/modules/cooperative" },
    { resolve: "./src/modules/settlement" },
    { resolve: "./src/modules/parcel" },
    { resolve: "./src/modules/wholesale" },
    { resolve: "./src/modules/sign_in" },
    { resolve: "./src/modules/shop" },
    { resolve: "./src/modules/cycle" },
    { resolve: "./src/modules/buyer" },
    { resolve: "./src/modules/season" },
    {
      key: Modules.SEARCH,
      resolve: "@medusajs/medusa/search",
      options: { providers: [{ id: "shop", resolve: "./src/providers/search-shop" }], default_provider: "search-shop" },
    },
    {
      key: Modules.AUTH,
      resolve: "@medusajs/medusa/auth",
      options: {
        providers: [
          { id: BUYER_PASSWORD, resolve: "./src/providers/auth-buyer-password" },
          { id: CARD_PIN, resolve: "./src/providers/auth-card-pin" },
          { id: PHONE_CODE, resolve: "./src/providers/auth-phone-code" },
          { id: STAFF_PASSWORD, resolve: "./src/providers/auth-staff-password" },
          { id: COMPANY_PASSWORD, resolve: "./src/providers/auth-company-password" },
          { id: AGENT_PASSWORD, resolve: "./src/providers/auth-agent-password" },
        ],
      },
    },
    {
      key: Modules.LOCKING,
      resolve: "@medusajs/medusa/locking",
      options: {
        providers: [
          {
            id: "locking-lease",
            resolve: "./src/providers/locking-lease",
            is_default: true,
          },
        ],
      },
    },
    {
      key: Modules.FULFILLMENT,
      resolve: "@medusajs/medusa/fulfillment",
      options: {
        providers: [
          { id: "commonlot", resolve: "./src/providers/fulfilment" },
          { id: "manual", resolve: "@medusajs/medusa/fulfillment-manual" },
        ],
      },
    },
    {
      key: Modules.PAYMENT,
      resolve: "@medusajs/medusa/payment",
      options: {
        providers: [
          {
            id: "stripe",
            resolve: "./src/providers/stripe",
            options: {
              apiKey: env.STRIPE_API_KEY,
              webhookSecret: env.STRIPE_WEBHOOK_SECRET,
              capture: false,
              host: env.STRIPE_API_HOST,
              port: env.STRIPE_API_PORT,
              protocol: env.STRIPE_API_PROTOCOL,
            },
          },
          // Nobody pays with it but the worker that has seen the money (workflows/wholesale/transfer-region.ts).
          { id: "transfer", resolve: "./src/providers/transfer" },
        ],
      },
    },
    ...redisModules,
  ],
});
