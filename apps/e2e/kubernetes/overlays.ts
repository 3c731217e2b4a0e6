import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kustomize } from './kustomize.js';

/** The checkout. */
export const ROOT = join(import.meta.dirname, '../../..');
export const COMPONENTS = join(ROOT, 'k8s/components');
const PRODUCTION = join(ROOT, 'k8s/overlays/production');
const MADE_BY_HAND = join(import.meta.dirname, 'fixtures/made-by-hand.yaml');

/**
 * What is installed: the two overlays, and copies of the one for production with the options that its comments offer, all
 * components and the three servers in the cluster.
 */
export const OVERLAYS = [
  'dev',
  'production',
  'production with all options',
  'production with all options and an Ingress',
] as const;
export type Overlay = (typeof OVERLAYS)[number];

/** Whether a copy of the overlay for production has options in it. */
export function hasOptions(overlay: Overlay): boolean {
  return overlay.startsWith('production with');
}

/** Builds an overlay, with options where it has some as somebody who takes away the comment signs would. */
export async function buildOverlay(overlay: Overlay, kustomize: Kustomize): Promise<string> {
  if (!hasOptions(overlay)) return kustomize.build(join(ROOT, 'k8s/overlays', overlay));
  const folder = await mkdtemp(join(tmpdir(), 'postern-k8s-'));
  try {
    await cp(join(ROOT, 'k8s'), folder, { recursive: true });
    const copy = join(folder, 'overlays/production');
    const file = join(copy, 'kustomization.yaml');
    await writeFile(file, withComponents(await readFile(file, 'utf8'), componentsOf(overlay)));
    const neighbours = join(copy, 'neighbours.yaml');
    await writeFile(neighbours, withServersInside(await readFile(neighbours, 'utf8')));
    return await kustomize.build(copy);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What a platform team adds to an overlay for production. */
export async function addedByHand(overlay: Overlay): Promise<string> {
  if (overlay === 'dev') return '';
  const example = await readFile(join(PRODUCTION, 'secrets.example.yaml'), 'utf8');
  if (!hasOptions(overlay)) return example;
  const withOptionalKeys = example.replace(/^ {2}# (?=[a-z-]+: \S+ #)/gm, '  ');
  return `${withOptionalKeys}\n---\n${await readFile(MADE_BY_HAND, 'utf8')}`;
}

/** The components that the overlay for production offers as comments, in their order. */
export async function offeredComponents(): Promise<string[]> {
  const text = await readFile(join(PRODUCTION, 'kustomization.yaml'), 'utf8');
  return [...text.matchAll(OFFER)].map(([, name]) => name!);
}

const OFFER = /^# {3}- \.\.\/\.\.\/components\/(\S+)$/gm;

function componentsOf(overlay: Overlay): (name: string) => boolean {
  return (name) => name !== 'gateway-api' || !overlay.endsWith('an Ingress');
}

function withComponents(text: string, isWanted: (name: string) => boolean): string {
  const offers = text.replace(OFFER, (line, name: string) => (isWanted(name) ? line.slice(1) : line));
  return offers.replace('# components:', 'components:');
}

/** The network policies, for servers that run in the cluster. */
function withServersInside(text: string): string {
  return text.replace(/^ +- ipBlock:\n.+\n +# Where .+\n((?: +# .+\n)+)/gm, (_, peer: string) =>
    peer.replace(/^( +)# /gm, '$1'),
  );
}
