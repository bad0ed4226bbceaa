/**
 * Places where a test can kill the process, to prove that a crash there loses nothing. Compiled in, inert unless
 * `OTFORM_FAIL_POINT=name[:nth]` is set: then the nth pass (default first) of that point sends SIGKILL to itself.
 *
 * A point registers itself when its module is loaded, so the list cannot lag behind the code.
 */
export interface FailPoint {
  readonly name: string;
  /** True when this process was started to die here. Lets a write be cut in two only where a test asks for it. */
  readonly isArmed: boolean;
  hit(): void;
}

const VARIABLE = 'OTFORM_FAIL_POINT';
const registered = new Map<string, FailPoint>();

/**
 * Registers a point; call it once, at module level. Names are `part.operation.step`.
 * Throws on a second point of the same name: a test could not tell them apart.
 */
export function definePoint(name: string): FailPoint {
  if (registered.has(name)) throw new Error(`Fail point ${name} is defined twice`);
  const target = armedAt();
  let passesLeft = target?.name === name ? target.nth : 0;
  const point: FailPoint = {
    name,
    isArmed: passesLeft > 0,
    hit() {
      if (passesLeft === 0) return;
      passesLeft -= 1;
      if (passesLeft === 0) process.kill(process.pid, 'SIGKILL');
    },
  };
  registered.set(name, point);
  return point;
}

/** Names of all points of the modules loaded so far, sorted. */
export function allFailPoints(): readonly string[] {
  return [...registered.keys()].sort();
}

function armedAt(): { readonly name: string; readonly nth: number } | null {
  const setting = process.env[VARIABLE];
  if (setting === undefined || setting === '') return null;
  const match = /^(?<name>[^:]+)(?::(?<nth>[1-9]\d*))?$/.exec(setting);
  const name = match?.groups?.name;
  if (name === undefined) throw new Error(`${VARIABLE} must be name or name:nth, got ${setting}`);
  return { name, nth: Number(match?.groups?.nth ?? 1) };
}
