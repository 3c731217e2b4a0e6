import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { TlsFiles } from '@postern/tools/servers';
import type { TestResources } from './test-resources.js';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 24 * 60 * 60 * 1000;

/** A certificate authority that belongs to a test. */
export class TestAuthority {
  private constructor(
    private readonly folder: string,
    private readonly keys: webcrypto.CryptoKeyPair,
    private readonly certificate: X509Certificate,
    /** PEM file of its own certificate. */
    readonly caFile: string,
  ) {}

  static async create(resources: TestResources): Promise<TestAuthority> {
    const folder = await resources.folder();
    const keys = await newKeys();
    const certificate = await X509CertificateGenerator.createSelfSigned({
      name: 'CN=Authority of a test',
      ...validity(),
      keys,
      signingAlgorithm: ALGORITHM,
      extensions: [new BasicConstraintsExtension(true, undefined, true)],
    });
    const caFile = join(folder, 'ca.pem');
    await writeFile(caFile, certificate.toString('pem'));
    return new TestAuthority(folder, keys, certificate, caFile);
  }

  /** A certificate for a host, or for a client, as files. */
  async issue(name: string): Promise<TlsFiles> {
    const keys = await newKeys();
    const certificate = await X509CertificateGenerator.create({
      subject: `CN=${name}`,
      issuer: this.certificate.subject,
      ...validity(),
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: name }])],
    });
    const [certFile, keyFile] = [join(this.folder, `${name}.pem`), join(this.folder, `${name}.key`)];
    await writeFile(certFile, certificate.toString('pem'));
    const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
    await writeFile(keyFile, pem('PRIVATE KEY', der), { mode: 0o600 });
    return { certFile, keyFile };
  }
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

function validity() {
  return { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + DAY_MS) };
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').replace(/(.{64})(?=.)/g, '$1\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
