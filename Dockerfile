# The bundle for the browser.
FROM node:24-slim AS bundle
WORKDIR /build/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend/ ./
COPY editor/content/schema.json ../editor/content/schema.json
COPY editor/locale/ ../editor/locale/
RUN npm run build

# The Python packages, in the place where they will be, and the static files with their hashes.
FROM python:3.11-slim AS packages
WORKDIR /app
ENV PYTHONPATH=/opt/packages
# --build-arg TELEMETRY=1 adds what SENTRY_DSN and OTEL_EXPORTER_OTLP_ENDPOINT need.
ARG TELEMETRY=
COPY requirements/base.txt requirements/telemetry.txt requirements/
RUN python -m pip install --no-cache-dir --disable-pip-version-check --root-user-action ignore --require-hashes \
    --target /opt/packages -r requirements/base.txt ${TELEMETRY:+-r requirements/telemetry.txt}
COPY manage.py ./
COPY project/ project/
COPY editor/ editor/
COPY static/ static/
COPY --from=bundle /build/static/bundle/ static/bundle/
# Reading the settings needs values; none of these is kept, and nothing is connected to.
RUN SECRET_KEY=only-while-the-image-is-being-built-4f1c PUBLIC_ORIGINS=https://build.invalid \
    DATABASE_URL=postgres://build.invalid/build REDIS_URL=redis://build.invalid \
    S3_ACCESS_KEY_ID=build S3_SECRET_ACCESS_KEY=build \
    python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q editor project

FROM python:3.11-slim
ENV PYTHONPATH=/opt/packages PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PORT=8000
WORKDIR /app
COPY --from=packages /opt/packages /opt/packages
COPY --from=packages /app /app
# A number, so that Kubernetes can see that it isn't root. Nothing is written to the image at run time.
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD python -m project.healthcheck "$PORT"
CMD ["python", "-m", "project.serve"]
