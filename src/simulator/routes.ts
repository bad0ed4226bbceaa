import { meRoutes } from './auth/me.ts';
import { tokenRoutes } from './auth/tokens.ts';
import { claimRoutes } from './claim/handlers.ts';
import { draftRoutes } from './drafts/handlers.ts';
import type { Route } from './http/route.ts';
import { lifeCycleRoutes } from './jobs/life-cycle.ts';
import { mineRoutes } from './jobs/mine.ts';
import { publicRoutes } from './jobs/public.ts';
import { specRoute } from './openapi/spec-route.ts';
import { proposalRoutes } from './proposals/handlers.ts';
import { updateRoutes } from './proposals/updates.ts';

const DESCRIBED: readonly Route[] = [
  ...meRoutes,
  ...tokenRoutes,
  ...draftRoutes,
  ...mineRoutes,
  ...lifeCycleRoutes,
  ...publicRoutes,
  ...proposalRoutes,
  ...updateRoutes,
  ...claimRoutes,
];

/** Every route of the API that the simulator serves, its own description among them. */
export const API_ROUTES: readonly Route[] = [...DESCRIBED, specRoute(DESCRIBED)];
