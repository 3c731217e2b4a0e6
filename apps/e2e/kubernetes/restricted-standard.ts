import type { IContainer, IPodSpec } from 'kubernetes-models/v1';
import { containersOf } from './manifests.js';

/** Kinds of volumes that the restricted standard lets a pod have. */
const VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
const SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
];
const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

/**
 * What in a pod breaks the restricted pod security standard, rule by rule, with all of the baseline
 * (https://kubernetes.io/docs/concepts/security/pod-security-standards/).
 */
export function violationsIn(spec: IPodSpec): string[] {
  return [...ofPod(spec), ...containersOf(spec).flatMap((container) => ofContainer(container, spec))];
}

function ofPod(spec: IPodSpec): string[] {
  const { securityContext: pod = {}, volumes = [] } = spec;
  return said({
    'shares namespaces of its node': spec.hostNetwork ?? spec.hostPID ?? spec.hostIPC,
    'has a volume that is not allowed': volumes.some((volume) =>
      Object.keys(volume).some((key) => key !== 'name' && !VOLUMES.includes(key)),
    ),
    'sets kernel parameters': pod.sysctls?.some(({ name }) => !SYSCTLS.includes(name)),
    'runs as root': pod.runAsUser === 0,
  });
}

function ofContainer(container: IContainer, { securityContext: pod = {} }: IPodSpec): string[] {
  const { securityContext: own = {}, ports = [] } = container;
  const { drop = [], add = [] } = own.capabilities ?? {};
  const seccomp = (own.seccompProfile ?? pod.seccompProfile)?.type;
  const selinux = own.seLinuxOptions ?? pod.seLinuxOptions ?? {};
  const apparmor = (own.appArmorProfile ?? pod.appArmorProfile)?.type;
  return said({
    'is privileged': own.privileged,
    'is a process of the Windows host': (own.windowsOptions ?? pod.windowsOptions)?.hostProcess,
    'may gain privileges': own.allowPrivilegeEscalation !== false,
    'may run as root': (own.runAsNonRoot ?? pod.runAsNonRoot) !== true,
    'runs as root': own.runAsUser === 0,
    'keeps capabilities': !drop.includes('ALL'),
    'adds capabilities': add.some((one) => one !== 'NET_BIND_SERVICE'),
    'has no seccomp profile': seccomp !== 'RuntimeDefault' && seccomp !== 'Localhost',
    'sees an unmasked /proc': (own.procMount ?? 'Default') !== 'Default',
    'takes ports of its node': ports.some(({ hostPort = 0 }) => hostPort !== 0),
    'has SELinux options':
      !SELINUX_TYPES.includes(selinux.type ?? '') || selinux.user !== undefined || selinux.role !== undefined,
    'is not confined by AppArmor': apparmor === 'Unconfined',
  }).map((violation) => `${container.name} ${violation}`);
}

function said(rules: Readonly<Record<string, boolean | undefined>>): string[] {
  return Object.keys(rules).filter((rule) => rules[rule]);
}
