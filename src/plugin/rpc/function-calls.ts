import { maskTokens } from '../../api/redact.ts';
import { FunctionFailure } from '../../provider/provider-function.ts';
import { decodeDynamic, encodeDynamic } from '../cty/dynamic-value.ts';
import { encodeFunctions } from '../function-encoding.ts';
import { hostCommand } from '../host-command.ts';
import { CallFunctionRequest, CallFunctionResponse } from '../messages/provider-messages.ts';
import { FunctionsResponse } from '../messages/schema-messages.ts';
import { Empty } from '../messages/shared-messages.ts';
import { attributeType } from '../schema-encoding.ts';
import type { Call } from './call.ts';
import { unary } from './call.ts';

function failure(text: string, argument: number | null) {
  // As for diagnostics, the last gate before the terminal: the text may quote the user's file.
  const shown = maskTokens(text.replaceAll('{command}', hostCommand()));
  return { error: { text: shown, function_argument: argument } };
}

/** RPCs about functions. They come before the provider is configured, and without a session. */
export const FUNCTION_CALLS: Readonly<Record<string, Call>> = {
  GetFunctions: unary(Empty, FunctionsResponse, (host) => ({
    functions: encodeFunctions(host.provider.functions),
  })),

  CallFunction: unary(CallFunctionRequest, CallFunctionResponse, async (host, request) => {
    const { functions } = host.provider;
    const called = Object.hasOwn(functions, request.name) ? functions[request.name] : undefined;
    if (called === undefined) return failure(`This provider has no function "${request.name}".`, null);
    try {
      const args = called.parameters.map(({ type }, index) =>
        decodeDynamic(request.arguments[index] ?? null, attributeType(type)),
      );
      return { result: encodeDynamic(await called.call(args), attributeType(called.returns)) };
    } catch (error) {
      if (error instanceof FunctionFailure) return failure(error.message, error.argument);
      // An answer to this call has no list of diagnostics, so our own mistakes travel as text too.
      return failure(`${String(error)}. This is a bug in the provider: please report it.`, null);
    }
  }),
};
