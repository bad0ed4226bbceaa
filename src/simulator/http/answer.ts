import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultKind } from '../faults/fault.ts';

/** An answer ready to be sent. */
export interface Answer {
  readonly status: number;
  /** Null: no body at all (204). */
  readonly text: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** The answer as JSON text. */
export function jsonAnswer(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    text: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
  };
}

/** Puts an answer on the wire. The `Date` is the simulator's, not the machine's. */
export function send(response: ServerResponse, answer: Answer, date: number): void {
  response.sendDate = false;
  const headers: Record<string, string | number> = { ...answer.headers, Date: new Date(date).toUTCString() };
  if (answer.text === null) {
    response.writeHead(answer.status, headers);
    response.end();
    return;
  }
  headers['Content-Length'] = Buffer.byteLength(answer.text);
  response.writeHead(answer.status, headers);
  response.end(answer.text);
}

/** Whether the fault strikes before the request is processed. */
export function strikesBefore(fault: FaultKind): boolean {
  if (fault.type === 'status') return fault.when !== 'after';
  return (fault.type === 'reset' || fault.type === 'stall') && fault.when === 'before';
}

/**
 * Sends an answer as a fault spoils it. Returns the status the client can have seen, null when it saw none.
 * Page faults are not here: they change the answer's rows before it becomes text.
 */
export async function sendFaulty(
  response: ServerResponse,
  fault: FaultKind,
  answer: Answer,
  date: number,
  requestId: string,
): Promise<number | null> {
  switch (fault.type) {
    case 'latency':
      await sleep(fault.ms, undefined, { ref: false });
      if (!response.destroyed) send(response, answer, date);
      return answer.status;
    case 'clock-skew':
      send(response, answer, date + fault.ms);
      return answer.status;
    case 'status': {
      const spoiled = statusAnswer(fault, requestId);
      send(response, spoiled, date);
      return spoiled.status;
    }
    case 'reset':
      response.socket?.resetAndDestroy();
      return null;
    case 'stall':
      return null;
    case 'truncate': {
      const text = answer.text ?? '';
      response.sendDate = false;
      response.writeHead(answer.status, {
        ...answer.headers,
        Date: new Date(date).toUTCString(),
        'Content-Length': Buffer.byteLength(text),
      });
      response.write(text.slice(0, Math.floor(text.length / 2)), () => response.socket?.destroy());
      return answer.status;
    }
    case 'invalid-json':
      send(response, { ...answer, status: 200, text: fault.text ?? '{"jobId": "' }, date);
      return 200;
    case 'wrong-shape':
      send(response, jsonAnswer(200, fault.body ?? { unexpected: true }), date);
      return 200;
    default:
      send(response, answer, date);
      return answer.status;
  }
}

const CODES: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  429: 'RATE_LIMITED',
};

function statusAnswer(fault: Extract<FaultKind, { type: 'status' }>, requestId: string): Answer {
  const headers: Record<string, string> =
    fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
  if (fault.text !== undefined) {
    return { status: fault.status, text: fault.text, headers: { 'Content-Type': 'text/html', ...headers } };
  }
  const body = {
    error: fault.message ?? `Injected ${fault.status}.`,
    code: fault.code ?? CODES[fault.status] ?? 'INTERNAL_ERROR',
    requestId,
    ...(fault.details === undefined ? {} : { details: fault.details }),
  };
  return jsonAnswer(fault.status, body, headers);
}
