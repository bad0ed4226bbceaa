const NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Addresses the simulator may listen on: it must never be reachable from another machine. */
export const LISTEN_HOSTS = ['127.0.0.1', '::1'] as const;

/** Whether a Host header names this machine. Guards against pages whose own name was pointed at loopback. */
export function isLoopbackHost(host: string | undefined): boolean {
  if (host === undefined) return false;
  return NAMES.has(host.replace(/:\d+$/, '').toLowerCase());
}
