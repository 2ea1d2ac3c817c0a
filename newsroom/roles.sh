#!/bin/sh
# Makes the two roles and the database on a PostgreSQL server: run once as its superuser, with OWNER_PASSWORD and
# WEB_PASSWORD set. The image of PostgreSQL runs it by itself when its volume is new.
set -eu
psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres \
    --set=owner_password="$OWNER_PASSWORD" --set=web_password="$WEB_PASSWORD" <<'SQL'
CREATE ROLE newsroom_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE newsroom_web LOGIN PASSWORD :'web_password';
CREATE DATABASE newsroom OWNER newsroom_owner TEMPLATE template0 ENCODING 'UTF8';
-- Only these two come in, and only the owner makes anything, temporary tables included.
REVOKE ALL ON DATABASE newsroom FROM PUBLIC;
GRANT CONNECT ON DATABASE newsroom TO newsroom_web;
SQL
