import type { Value } from '../../provider/values.ts';

/** One step of a traversal. An `index` may itself be an expression: `x[each.key]`. */
export type Step =
  | { readonly kind: 'attribute'; readonly name: string }
  | { readonly kind: 'index'; readonly key: Expression };

/**
 * The part of Terraform's expression language that the embedded engine evaluates. `root` is the first identifier
 * (`var`, `opentrain_job`, …); what it means is decided when it is resolved.
 */
export type Expression =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'template'; readonly parts: readonly Expression[] }
  | {
      readonly kind: 'traversal';
      readonly root: string;
      readonly steps: readonly Step[];
      readonly text: string;
    }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly ObjectEntry[] }
  | {
      readonly kind: 'call';
      /** A name of `FUNCTIONS`. */
      readonly name: string;
      readonly argument: Expression;
      readonly text: string;
    };

/** One entry of an object literal. A bare name as key is a literal. */
export interface ObjectEntry {
  readonly key: Expression;
  readonly value: Expression;
}

/** Terraform can run it, the embedded engine cannot. `what` names the construct: `a function call`. */
export class UnsupportedSyntax extends Error {
  readonly what: string;
  readonly expression: string;
  constructor(what: string, expression: string) {
    super(`${what} in ${expression}`);
    this.name = 'UnsupportedSyntax';
    this.what = what;
    this.expression = expression;
  }
}

/** Not an expression in any tool. `offset` counts characters from the start of `expression`. */
export class InvalidSyntax extends Error {
  readonly expression: string;
  readonly offset: number;
  constructor(message: string, expression: string, offset: number) {
    super(message);
    this.name = 'InvalidSyntax';
    this.expression = expression;
    this.offset = offset;
  }
}
