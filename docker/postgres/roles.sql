-- The roles of Postern: one that migrates and owns everything, and one for each service that keeps something in Postgres.
-- What a service may do with which table the migrations give it (DATABASE_SERVICE_ROLE).
--
-- Run it as a superuser in the database of Postern; it can be run again, also to change the passwords. psql 15 or newer
-- takes them from the environment.

\getenv migrations_password POSTERN_MIGRATIONS_PASSWORD
\getenv clients_password POSTERN_CLIENTS_PASSWORD
\getenv tokens_password POSTERN_TOKENS_PASSWORD

DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['postern_migrations', 'postern_clients', 'postern_tokens'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
      EXECUTE format('CREATE ROLE %I LOGIN', role);
    END IF;
  END LOOP;
END $$;

ALTER ROLE postern_migrations PASSWORD :'migrations_password';

ALTER ROLE postern_clients PASSWORD :'clients_password';

ALTER ROLE postern_tokens PASSWORD :'tokens_password';

ALTER DATABASE :"DBNAME" OWNER TO postern_migrations;

-- By default everybody may connect to any database, and make temporary tables in it.
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;

GRANT CONNECT ON DATABASE :"DBNAME" TO postern_clients, postern_tokens;

-- What was made before there were these roles.
DO $$
DECLARE
  owned text;
BEGIN
  FOR owned IN SELECT format('SCHEMA %I', nspname) FROM pg_namespace WHERE nspname IN ('clients', 'tokens')
    UNION ALL SELECT format('TABLE %I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('clients', 'tokens')
  LOOP
    EXECUTE format('ALTER %s OWNER TO postern_migrations', owned);
  END LOOP;
END $$;
