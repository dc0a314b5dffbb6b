# One file, a target per process. The whole workspace is shipped: a private workspace package can't be installed alone.
FROM node:22-bookworm-slim AS build
WORKDIR /app
ENV MEDUSA_DISABLE_TELEMETRY=true
COPY package.json package-lock.json .npmrc ./
COPY domain/package.json domain/
COPY backend/package.json backend/
COPY workers/package.json workers/
COPY storefront/package.json storefront/
COPY dev/package.json dev/
RUN npm ci
COPY . .
# Building reads the environment's shape, not its values: these are placeholders and stay in this stage.
RUN NODE_ENV=development DATABASE_URL=postgres://build JWT_SECRET=development-build-only COOKIE_SECRET=development-build-only \
    STRIPE_API_KEY=sk_build STRIPE_WEBHOOK_SECRET=whsec_build CARRIER_WEBHOOK_SECRET=development-build-only FILES_DIR=/tmp \
    node dev/up.mjs build

FROM node:22-bookworm-slim AS base
WORKDIR /app
ENV NODE_ENV=production MEDUSA_DISABLE_TELEMETRY=true
RUN mkdir /files && chown node:node /files
COPY --from=build --chown=node:node /app /app
USER node

FROM base AS backend
WORKDIR /app/backend/.medusa/server
EXPOSE 9000
CMD ["node", "/app/node_modules/@medusajs/cli/cli.js", "start"]

FROM base AS workers
WORKDIR /app/backend/.medusa/server
EXPOSE 9100
CMD ["node", "/app/node_modules/@medusajs/cli/cli.js", "exec", "/app/workers/dist/main.js"]

FROM base AS storefront
WORKDIR /app
EXPOSE 3000
CMD ["node", "storefront/server.js"]
