import { DefaultTokenResolver, StringConcat, Tokenization } from 'cdktf';
import type { IConstruct } from 'constructs';

/** A text as it is synthesised, tokens written out as Terraform expressions. */
export function resolvedText(scope: IConstruct, text: string): string {
  return String(
    Tokenization.resolve(text, {
      scope,
      resolver: new DefaultTokenResolver(new StringConcat()),
      preparing: false,
    }),
  );
}
