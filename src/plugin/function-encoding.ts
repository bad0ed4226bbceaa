import type { ProviderFunction } from '../provider/provider-function.ts';
import { encodeType } from './cty/cty-type.ts';
import type { FunctionSignature } from './messages/schema-messages.ts';
import { MARKDOWN } from './messages/schema-messages.ts';
import type { Of } from './protobuf/message.ts';
import { attributeType } from './schema-encoding.ts';

/** Signatures of functions by name, as GetProviderSchema and GetFunctions answer them. */
export function encodeFunctions(
  functions: Readonly<Record<string, ProviderFunction>>,
): Record<string, Of<typeof FunctionSignature>> {
  return Object.fromEntries(
    Object.entries(functions).map(([name, { parameters, returns, summary, description }]) => [
      name,
      {
        parameters: parameters.map((parameter) => ({
          name: parameter.name,
          type: encodeType(attributeType(parameter.type)),
          // Terraform answers null and unknown arguments by itself then.
          allow_null_value: false,
          allow_unknown_values: false,
          description: parameter.description,
          description_kind: MARKDOWN,
        })),
        variadic_parameter: null,
        return: { type: encodeType(attributeType(returns)) },
        summary,
        description,
        description_kind: MARKDOWN,
        deprecation_message: '',
      },
    ]),
  );
}
