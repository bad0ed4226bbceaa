/** What a command reads from. `isTTY` decides whether questions can be asked. */
export interface InputStream extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
}

/** What a command writes to. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Where interrupts come from; `process` is one. */
export interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  off(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
}

/** Everything outside that a command may touch, so that tests run commands in process. */
export interface CliIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly signals: SignalSource;
  /** Leaves at once with this code: only after a second interrupt. */
  readonly exit: (code: number) => void;
}
