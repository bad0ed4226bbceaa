import type { EngineEvent } from '../../engine/engine.ts';
import type { OperationView } from '../views/operation-view.ts';

/** A silent wait longer than this looks like a hang. */
const PATIENCE_MS = 2000;

/** Says what is waited for while a plan is being made, once, and never after `stop`. */
export class Patience {
  readonly #timer: NodeJS.Timeout;
  #read = 0;

  constructor(view: OperationView) {
    this.#timer = setTimeout(() => {
      const soFar = this.#read === 0 ? '' : ` (${this.#read} so far)`;
      view.notice(`Still reading jobs from OpenTrain${soFar}...`);
    }, PATIENCE_MS);
    this.#timer.unref();
  }

  event(event: EngineEvent): void {
    if (event.type === 'refresh_complete') this.#read += 1;
    else if (event.type !== 'refresh_start') this.stop();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
