# The hub of a store. Build: docker build -t vendly-hub .
# Run: docker run -v vendly:/data -p 8000:8000 -p 8883:8883 -p 8443:8443 -e JWT_SECRET=… -e ENCRYPTION_KEY=… vendly-hub
# The kiosk and its devices run on the till, not here.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /vendly
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY rolldown.config.ts tsconfig.base.json ./
COPY bin ./bin
COPY core ./core
COPY drivers ./drivers
COPY hub ./hub
COPY kiosk ./kiosk
COPY models ./models
RUN npm run build
RUN npm prune --omit=dev

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production VENDLY_DATA=/data
WORKDIR /vendly
COPY --from=build /vendly/package.json ./
COPY --from=build /vendly/node_modules ./node_modules
COPY --from=build /vendly/dist/hub.mjs ./dist/hub.mjs
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
# The API, the broker and HTTPS for devices: see .env.example.
EXPOSE 8000 8883 8443
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8000/health/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/hub.mjs"]
