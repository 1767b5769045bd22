import type { RouteObject } from "react-router";

import { Settings } from "../settings";

/** Everything below `/app/settings`. */
export const settingsRoutes: RouteObject[] = [{ index: true, element: <Settings /> }];
