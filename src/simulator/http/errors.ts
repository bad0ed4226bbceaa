import type { ErrorCode } from '../../contract/index.ts';

export type ErrorDetails = Readonly<Record<string, unknown>> | readonly unknown[];

/** A refusal in the public API's envelope `{error, code, requestId, details}` [D overview]. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: ErrorCode;
  readonly details: ErrorDetails | undefined;
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    status: number,
    code: ErrorCode,
    message: string,
    details?: ErrorDetails,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
    this.headers = headers;
  }
}

/** A refusal in the OAuth form `{error, error_description}` of `/api/agent/...` [D overview]. */
export class OAuthError extends Error {
  readonly status: number;
  readonly error: string;
  readonly description: string | undefined;
  constructor(status: number, error: string, description?: string) {
    super(description ?? error);
    this.status = status;
    this.error = error;
    this.description = description;
  }
}

export const badRequest = (message: string, details?: ErrorDetails) =>
  new ApiError(400, 'BAD_REQUEST', message, details);
export const unauthorized = (message: string) => new ApiError(401, 'UNAUTHORIZED', message);
export const forbidden = (message: string, details?: ErrorDetails) =>
  new ApiError(403, 'FORBIDDEN', message, details);
export const notFound = (message: string, details?: ErrorDetails) =>
  new ApiError(404, 'NOT_FOUND', message, details);
export const conflict = (message: string, details?: ErrorDetails) =>
  new ApiError(409, 'CONFLICT', message, details);
