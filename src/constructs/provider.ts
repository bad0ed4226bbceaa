import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { OpentrainProvider as Generated, type OpentrainProviderConfig } from './gen/provider.ts';
import { literalToken } from './messages.ts';
import { escapeTemplates } from './template-text.ts';

export type OpentrainProviderProps = OpentrainProviderConfig;

/** Tokens of OpenTrain, by their documented prefixes [D auth]. */
const SECRET = /\bot_(?:pat|clm|cat|ptk)_/;

/** The OpenTrain provider of a stack. Needs no arguments: address and token come from the environment. */
export class OpentrainProvider extends Generated {
  constructor(scope: Construct, id: string, props: OpentrainProviderProps = {}) {
    super(scope, id, props);
    this.node.addValidation({
      validate: () => {
        const token = this.tokenInput;
        const literal = typeof token === 'string' && !Token.isUnresolved(token) && SECRET.test(token);
        return literal ? [literalToken(this.node.path)] : [];
      },
    });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return escapeTemplates(super.synthesizeAttributes());
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return escapeTemplates(super.synthesizeHclAttributes());
  }
}
