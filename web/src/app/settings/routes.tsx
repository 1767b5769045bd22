import { Navigate, type RouteObject } from "react-router";

import { Settings } from "../settings";
import { Profile } from "./profile";

/** Everything below `/app/settings`. */
export const settingsRoutes: RouteObject[] = [
  {
    element: <Settings />,
    children: [
      { index: true, element: <Navigate to="/settings/profile" replace /> },
      { path: "profile", element: <Profile /> },
    ],
  },
];
