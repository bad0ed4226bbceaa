import { isNullDynamic } from '../cty/dynamic-value.ts';
import { encodePath } from '../diagnostic-encoding.ts';
import { identityOf } from '../identity.ts';
import * as messages from '../messages/resource-messages.ts';
import type { Call } from './call.ts';
import { unary } from './call.ts';
import { decodePrivate, encodePrivate, ResourceCodec } from './resource-codec.ts';

/**
 * PlanResourceChange. The provider plans from prior state and configuration alone; Terraform's proposed state is only
 * asked whether it is null, which means destroy.
 */
export const RESOURCE_PLAN_CALLS: Readonly<Record<string, Call>> = {
  PlanResourceChange: unary(messages.PlanRequest, messages.PlanResponse, async (host, request) => {
    const codec = new ResourceCodec(host.resource(request.type_name));
    const { schema } = codec.resource;
    const prior = codec.decode(request.prior_state);
    const destroys = isNullDynamic(request.proposed_new_state);
    host.intents.confirm(prior?.id ?? null);
    const config = destroys ? null : codec.decode(request.config);
    const plan = await codec.resource.plan(host.session(), {
      prior,
      priorPrivate: decodePrivate(request.prior_private),
      config,
    });
    const { generationOf } = codec.resource;
    if (prior === null && config !== null && request.prior_private.length > 0 && generationOf !== undefined) {
      await host.intents.planSuccessor(config.idempotency_key ?? null, generationOf(plan.plannedPrivate));
    }
    const hash = prior === null && config !== null ? codec.resource.contentHashOf?.(config) : null;
    if (hash) host.intents.expect(hash);
    return {
      planned_state: codec.encodeLike(plan.planned, { value: prior, wire: request.prior_state }),
      planned_private: encodePrivate(plan.plannedPrivate),
      requires_replace: plan.requiresReplace.map((path) => encodePath(path, schema)),
      diagnostics: codec.diagnostics(plan.diagnostics),
      // Until the replacement is made the identity is the prior one: Terraform refuses a change of it in a plan.
      planned_identity: destroys ? null : (request.prior_identity ?? identityOf(prior, schema)),
    };
  }),
};
