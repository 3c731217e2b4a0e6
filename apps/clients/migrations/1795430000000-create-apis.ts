import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateApis1795430000000 implements MigrationInterface {
  readonly name = 'CreateApis1795430000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE apis (
        api_id text PRIMARY KEY,
        audience text NOT NULL CONSTRAINT one_api_per_audience UNIQUE,
        name text NOT NULL,
        description text NOT NULL,
        scopes jsonb NOT NULL,
        token_lifetime_seconds integer NOT NULL,
        built_in boolean NOT NULL,
        version integer NOT NULL,
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL
      )`);
    await runner.query('CREATE INDEX ON apis (created_at, api_id)');
    await runner.query('CREATE INDEX ON apis (lower(name), api_id)');
    // Its scopes are in the code, which knows what each allows.
    await runner.query(`
      INSERT INTO apis
      VALUES ('api_0000000000000000000000', 'urn:postern:management', 'Postern management API',
        'Application clients, APIs and audit events', '[]', 3600, true, 1, now(), now())`);
    await runner.query(`
      ALTER TABLE application_clients
        ADD grants jsonb NOT NULL DEFAULT '[]',
        ADD token_lifetime_seconds integer,
        ADD resource_server_for text`);
    await runner.query('CREATE INDEX ON application_clients USING gin (grants jsonb_path_ops)');
    await runner.query(
      'CREATE INDEX ON application_clients (resource_server_for) WHERE resource_server_for IS NOT NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE application_clients
        DROP grants, DROP token_lifetime_seconds, DROP resource_server_for`);
    await runner.query('DROP TABLE apis');
  }
}
