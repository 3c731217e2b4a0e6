-- The roles of Postern: one that migrates and owns both schemas, and one for each service that keeps something in Postgres.
-- What a service may do with which table the migrations give it (DATABASE_SERVICE_ROLE).
--
-- Run it in the database of Postern, as a superuser or as a role with CREATEROLE that owns the database, always the same one:
-- all of it is done or nothing. It can be run again, also to change the passwords. psql 15 or newer takes them from the
-- environment.

\getenv migrations_password POSTERN_MIGRATIONS_PASSWORD
\getenv clients_password POSTERN_CLIENTS_PASSWORD
\getenv tokens_password POSTERN_TOKENS_PASSWORD

BEGIN;

-- To anybody else Postgres would only say in a warning that it has closed the database to nobody.
DO $$
BEGIN
  IF NOT pg_has_role((SELECT datdba FROM pg_database WHERE datname = current_database()), 'USAGE') THEN
    RAISE EXCEPTION 'Run this as a superuser, or as the owner of the database %.', current_database()
      USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;

DO $$
DECLARE
  role text;
BEGIN
  -- From Postgres 16 on, this setting may make who makes a role a member of it.
  PERFORM set_config(name, '', true) FROM pg_settings WHERE name = 'createrole_self_grant';
  FOREACH role IN ARRAY ARRAY['postern_migrations', 'postern_clients', 'postern_tokens'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
      EXECUTE format('CREATE ROLE %I LOGIN', role);
    END IF;
  END LOOP;
END $$;

ALTER ROLE postern_migrations PASSWORD :'migrations_password';

ALTER ROLE postern_clients PASSWORD :'clients_password';

ALTER ROLE postern_tokens PASSWORD :'tokens_password';

-- By default everybody may connect to any database, and make temporary tables in it.
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;

GRANT CONNECT ON DATABASE :"DBNAME" TO postern_migrations, postern_clients, postern_tokens;

-- It makes the schemas.
GRANT CREATE ON DATABASE :"DBNAME" TO postern_migrations;

-- What was made before there were these roles. Who is no superuser can give it only to a role of which it is a member, and is
-- one for as long as that takes.
DO $$
DECLARE
  change text;
  changes text[] := ARRAY(
    SELECT statement FROM (
      SELECT 1, format('GRANT CREATE ON SCHEMA %I TO postern_migrations', nspname) FROM pg_namespace
        WHERE nspname IN ('clients', 'tokens') AND nspowner <> 'postern_migrations'::regrole
      UNION ALL
      SELECT 2, format('ALTER TABLE %I.%I OWNER TO postern_migrations', schemaname, tablename) FROM pg_tables
        WHERE schemaname IN ('clients', 'tokens') AND tableowner <> 'postern_migrations'
      UNION ALL
      SELECT 3, format('ALTER SCHEMA %I OWNER TO postern_migrations', nspname) FROM pg_namespace
        WHERE nspname IN ('clients', 'tokens') AND nspowner <> 'postern_migrations'::regrole
    ) AS handover (step, statement) ORDER BY step
  );
BEGIN
  IF changes = '{}' THEN
    RETURN;
  END IF;
  GRANT postern_migrations TO CURRENT_USER;
  FOREACH change IN ARRAY changes LOOP
    EXECUTE change;
  END LOOP;
  REVOKE postern_migrations FROM CURRENT_USER;
END $$;

COMMIT;
